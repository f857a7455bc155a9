# UserDict, UserList and UserString
from collections import UserDict, UserList, UserString
class D(UserDict):
    def __missing__(self, key): return key
    def __setitem__(self, key, value): super().__setitem__(key, value * 2)
u, l, s = D(a=1), UserList([3, 1, 2]), UserString('abc')

TEXTS = r'''u, u['zz'], u.data
u | {'b': 1}
type(u | {})
{'q': 1} | u
u.get('nope')
UserDict([(1, 2)])
UserDict({'a': 1}) == {'a': 1}
D.fromkeys('ab', 1)
UserDict(1)
l + [4]
[0] + l
l * 2
l[0], l[:2], type(l[:2])
l == [3, 1, 2]
l < [4]
sorted(l)
UserList('ab')
l.index(1), l.count(9), l.pop()
l.index(99)
UserList(UserList([1]))
s.upper(), type(s.upper())
s + 'd'
'z' + s
s * 2
s == 'abc'
s < 'b'
hash(s) == hash('abc')
s[0], s[::-1]
'b' in s
s.find('c')
s.split('b')
UserString(5)
int(UserString('7'))
UserString('%s!') % 1
s.encode()
s.center(9, '-')
s.join(['x', 'y'])
s.isalpha()
len(s), list(s)
s.replace('a', 'z')
s.zfill(5)'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)

l.sort(); l.extend(UserList([9])); l += (7,); l.insert(0, 'x'); l.remove(9); l.reverse(); print(l)
