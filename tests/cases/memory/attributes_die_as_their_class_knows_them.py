# Attributes die in the order in which the class has first seen them, unless the dict is another one.
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n)
class A0:
    def __init__(self): self.y = 1000
def t(name, f):
    o = A0()
    f(o)
    o.z = D('z'); o.y = D('y')
    print(name, end=': ')
    del o
class A1(A0): pass
t('clear', lambda o: o.__dict__.clear())
t('update', lambda o: o.__dict__.update())
t('both', lambda o: (o.__dict__.clear(), o.__dict__.update()))
t('del', lambda o: o.__delattr__('y'))
t('deldict', lambda o: o.__dict__.__delitem__('y'))
t('pop', lambda o: o.__dict__.pop('y'))
t('popitem', lambda o: o.__dict__.popitem())
t('replace', lambda o: setattr(o, '__dict__', {}))
def fresh():
    class F:
        def __init__(self): self.y = 1000
    return F()
for name, f in (('clear', lambda o: o.__dict__.clear()), ('both', lambda o: (o.__dict__.clear(), o.__dict__.update())), ('del', lambda o: o.__delattr__('y')), ('pop', lambda o: o.__dict__.pop('y')), ('none', lambda o: None)):
    o = fresh(); f(o); o.z = D('z'); o.y = D('y'); print('fresh', name, end=': '); del o
