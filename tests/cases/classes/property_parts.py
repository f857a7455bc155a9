# Documentation and names of properties, also of classes derived from property.
def getx(self):
    "doc getx"


def gety(self):
    "doc gety"


class Documented(property):
    "doc of class"


class Plain(property):
    pass


for cls in (property, Plain, Documented):
    made = [
        cls(None, None, None, "d").setter(1),
        cls(getx, None, None, "d").setter(1),
        cls(getx).getter(gety),
        cls(None, None, None, "d").getter(gety),
        cls(getx).deleter(2),
    ]
    print([each.__doc__ for each in made])
# expect: ['d', 'd', 'doc gety', 'd', 'doc getx']
# expect: [None, 'doc getx', 'doc gety', 'doc gety', 'doc getx']
# expect: [None, 'doc getx', 'doc gety', 'doc gety', 'doc getx']

named = property(getx)
print(named.__name__)  # expect: getx
named.__set_name__(object, "given")
print(named.__name__, named.setter(1).__name__)  # expect: given given
del named.__name__
print(named.__name__)  # expect: getx


class Slotted(property):
    __slots__ = ()


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as error:
        print(type(error).__name__, error)


attempt(Slotted, getx)  # expect: AttributeError 'Slotted' object attribute '__doc__' is read-only
attempt(named.__set_name__)  # expect: TypeError __set_name__() takes 2 positional arguments but 0 were given
attempt(setattr, named, "fget", 1)  # expect: AttributeError readonly attribute
attempt(getattr, property(), "__name__")  # expect: AttributeError 'property' object has no attribute '__name__'
