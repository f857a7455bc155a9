# What patterns match, and what matches and patterns say.
import re


def show(match):
    return match and (match.span(), match.groups(), match.lastindex, match.lastgroup)


for pattern, subject in [
    (r'(a|ab)(c|bcd)(d*)', 'abcd'), (r'(a*)*', 'aab'), (r'(a|)*', 'aab'), (r'(a*)+b', 'aaab'),
    (r'(?:(a)|b)*', 'abab'), (r'(a)|(b)', 'b'), (r'(?P<x>a)(?P<y>b)?', 'ac'), (r'((a)(b))', 'ab'),
    (r'a{2,3}?', 'aaaa'), (r'a{2,3}+a', 'aaa'), (r'a*+a', 'aaa'), (r'(?>a*)a', 'aaa'),
    (r'(?>ab|a)c', 'ac'), (r'(?:ab?){2}+b', 'abab'), (r'(?=(a+))a*b\1', 'aaabaaa'),
    (r'(?!ab)a', 'ac'), (r'(?<=ab)c', 'abc'), (r'(?<!ab)c', 'abc dc'),
    (r'(?<=(a))b(?(1)c|d)', 'abc'), (r'(<)?a(?(1)>|!)', '<a>'), (r'(<)?a(?(1)>|!)', 'a!'),
    (r'(?P<q>[\'"]).*?(?P=q)', 'x"a\'b"'), (r'(?i:A)b', 'ab'), (r'(?i)A(?-i:b)', 'aB ab'),
    (r'(?s:.)\n.', '\n\nx'), (r'(?m)^b$', 'a\nb\nc'), (r'a$', 'a\n'), (r'a\Z', 'a\n'),
    (r'\bfoo\b', 'a foo.'), (r'\Boo', 'foo'), (r'\b', ''), (r'\B', ''), (r'(?x) a b # c', 'ab'),
    (r'(?x: a # c' + '\n' + r') b', 'a b'), (r'[]a]+', 'a]b'), (r'[^]a]+', 'ab]'),
    (r'[\w.-]+@[\w-]+\.\w+', 'to: me.you@ex-ample.org!'), (r'(.)(.)\2\1', 'xabba'), (r'\x41\u00e9\101', 'AéA'),
    (r'\N{LATIN SMALL LETTER E WITH ACUTE}', 'é'), (r'(?:a{,2}){3}', 'aaaaaaa'), (r'{a}{', '{a}{'),
    (r'a{,}b', 'aab'), (r'(a){0}b\1?', 'b'), (r'(?:)*?x', 'x'), (r'x*', ''), (r'(?#no)a', 'a'),
    (r'one|two|three|thirty', 'it is thirty'), (r'(?:one|two)+?$', 'onetwoone'), (r'.*b', 'ab\nab'),
    (r'(\w+) (\w+)', 'hello world'), (r'é+', 'aééb'), (r'[à-ÿ]+', 'xéàz'), (r'[^\W\d_]+', '12éa_'),
    (r'\d+', '٣4x'), (r'(?a)\w+', 'éab'), (r'\s+', 'a\u3000\x1c b'), (r'.\Z', '\ud800'),
]:
    print(ascii(pattern), ascii(show(re.search(pattern, subject))),
          ascii(show(re.fullmatch(pattern, subject))))

# Case: letters that are the same without one.
for pattern, subject in [('k', 'K\u212a'), ('\u212a', 'kK'), ('s', 'S\u017f'), ('ſ', 'sS'), ('i', 'Iıİ'),
                         ('σ', 'Σς'), ('ß', 'ẞß'), ('[a-z]', 'K\u212aſ'), ('[^a-z]', 'K\u212aſ'),
                         ('µ', 'μΜ'), ('ﬅ', 'ﬆ'), ('[à-ÿ]', 'ÀŸß'), ('\U00010400', '\U00010428'),
                         ('(é)\\1', 'éÉ'), ('ΐ', 'ΐ'), ('ǆ', 'ǅǄ')]:
    print(ascii(pattern), ascii(re.findall(pattern, subject, re.I)),
          ascii(re.findall(pattern, subject, re.I | re.A)))
print(re.findall(b'[a-k\xe9]', b'K\xc9\xe9', re.I), re.findall(b'[^a]', b'aAb', re.I | re.L))

# Searching on behind an empty match.
for pattern in ['', 'a*', 'a*?', r'\b', '(?=a)', '$', '(?m)$', '(?m)^', 'a|']:
    print(pattern, re.findall(pattern, 'baac\nb'), re.split(pattern, 'baac\nb'),
          re.subn(pattern, '-', 'baac\nb'), [m.span() for m in re.finditer(pattern, 'baac\nb')])
print(re.split(r'(,)|;', 'a,b;c'), re.split(',', 'a,b,c', maxsplit=1), re.split(',', 'a,b', maxsplit=-1))
print(re.sub('(a)(b)?', r'<\1\2\g<0>\\>', 'abac'), re.sub('a', lambda m: m[0] * 2, 'bab', count=1))
print(re.sub('a', '', 'aaa'), re.sub('x', 'y', 'abc'), re.sub(b'a', rb'\0\n', b'ba'), re.sub('é', r'\g<0>ü', 'aéa'))
text = 'unchanged'
print(re.sub('x', '', text) is text)

# Positions.
pattern = re.compile('^a|(?<=b)a|a$')
for pos, end in [(0, 9), (1, 9), (2, 9), (2, 3), (-5, 2), (9, 9), (3, 1)]:
    found = pattern.search('abaéa', pos, end)
    print(pos, end, show(found), found and (found.pos, found.endpos))
print(re.compile('').match('abc', 2, 1), re.compile('').search('abc', 2, 1))
match = re.compile('(?P<word>é+)(x)?(y)').search('aaééy', 1)
print(match, match.regs, match.start('word'), match.end(2), match.span(3), match['word'], match[0])
print(match.group(1, 'word', 2), match.groups('-'), match.groupdict(), match.expand(r'\g<word>-\3'))
print(match.string, match.pos, match.endpos, match.re, match.lastindex, match.lastgroup)
print(match.__copy__() is match, match.__deepcopy__({}) is match, bool(match))

pattern = re.compile('(?P<a>x)(?i:y)', re.M | re.S)
print(pattern, pattern.flags, pattern.groups, pattern.groupindex, pattern.pattern)
print(pattern.__copy__() is pattern, pattern.__deepcopy__({}) is pattern, re.compile(pattern) is pattern)
print(re.compile('a') == re.compile('a'), re.compile('a') == re.compile('a', re.I),
      re.compile('a') != re.compile(b'a'), hash(re.compile('a')) == hash(re.compile('a', 0)))
print(repr(re.compile(b'a' * 300))[-20:], re.compile('é', re.A | re.X), re.compile('a', 0x1000))
scanner = re.compile('a|').scanner('aba')
print([scanner.match() for _ in range(3)], scanner.search(), scanner.pattern)
print(re.I, re.I | re.M, re.NOFLAG, repr(~re.I & re.RegexFlag(10)), int(re.X), re.RegexFlag['S'],
      re.I | 0x1000, [flag.name for flag in re.RegexFlag])
print(re.escape('a.b-c d\n#é'), re.escape(b'[x]'), re.__all__)
print(re.Scanner([('[0-9]+', lambda s, t: int(t)), ('[a-z]+', lambda s, t: s.match.span()),
                  (' ', None), ('x', 'y')]).scan('12 ab 3!'))

# Bytes of several kinds; what is being searched keeps its length.
data = bytearray(b'a1b22')
print(re.findall(rb'\d+', data), re.match(b'a', memoryview(data)), re.sub(rb'\d', b'', data))
numbers = re.finditer(rb'\d+', data)
next(numbers)
try:
    data.append(1)
except BufferError as error:
    print(error)
print([m.group() for m in numbers], re.sub(rb'\d', lambda m: m[0] + m[0], data))

# Deep and long.
print(re.match('(?:a|b)*', 'ab' * 50000).end(), re.match('(?:(a)|b)*?c', 'ab' * 20000 + 'c').span(1))
print(re.fullmatch('|'.join(f'w{n}' for n in range(300)), 'w299'))
