# Classes of exceptions written in Python.
class Plain(Exception): pass
class Own(Exception):
    def __init__(self, code, text):
        super().__init__(text)
        self.code = code
class Text(KeyError):
    def __str__(self):
        return f'<{self.args}>'
class Both(KeyError, AttributeError): pass
class New(ValueError):
    def __new__(cls, *args):
        self = super().__new__(cls, *args)
        self.count = len(args)
        return self
class Stop(StopIteration): pass
o = Own(3, 'text')
print(repr(Plain(1, 2)), repr(o), str(o), o.args, o.code, str(Text('a')), repr(Text('a')), New(1, 2).count, New(1, 2).args, Stop(5).value)
b = Both('k', name='n') if False else Both('k')
print(repr(b), str(b), b.name, isinstance(b, LookupError), Both.__mro__[1:4])
def gen():
    return (yield)
g = gen(); next(g)
try:
    g.send(7)
except StopIteration as e:
    print(e.value, e.args)
