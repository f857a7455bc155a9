# Builtin types have special methods of their own where it matters which class in the order of lookup
# has one, and none where a later class has the say.
class Hook:
    def __getattribute__(self, name):
        return "hooked"


class Start:
    def __init__(self, *args):
        print("Start", args)


class Texts(str, Start):
    pass


class Bytes(bytes, Start):
    pass


class Numbers(int, Start):
    pass


class Hooked(list, Hook):
    pass


class HookFirst(Hook, list):
    pass


class Fault(Exception):
    def __init__(self, *args):
        print("Fault", args)


class Wrong(ValueError, Fault):
    pass


class Late(Fault, ValueError):
    pass


class Missing(KeyError, Fault):
    pass


Texts("a"), Bytes(b"a"), Numbers(1)
print(Wrong(1).args, Late(1).args, Missing(2).args)
try:
    Hooked().what
except AttributeError as problem:
    print(problem)
print(HookFirst().what)
for cls in (list, int, dict, BaseException, str, Exception, ValueError, OSError, FileNotFoundError, type(None), bytes, memoryview):
    own = [name for name in ("__init__", "__new__", "__getattribute__", "__eq__", "__str__") if name in vars(cls)]
    print(cls.__name__, own)

# A method that is bound to an object is a builtin function, in every respect.
append = [].append
print(type(append) is type(len), isinstance(append, type(len)), type(append).__mro__)
print(hasattr(append, "__func__"), append.__self__, append.__module__, append.__qualname__)
items = []
print(items.append == items.append, items.append == append, hash(items.append) == hash(items.append))
print(dict.fromkeys == dict.fromkeys, len == len, len == max)
try:
    append.nothing
except AttributeError as problem:
    print(problem)


class Own(list):
    pass


print(Own().append.__qualname__, Own.append.__qualname__)
