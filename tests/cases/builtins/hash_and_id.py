# hash, id, callable, len, repr of builtin objects.
print(hash(1) == hash(1.0) == hash(True), hash(-1), hash(2**61 - 1), hash(2**61), hash(None) == hash(None))
print(id(None) == id(None), callable(len), callable(int), callable(1), callable(lambda: 0), len("añb"), len({1: 2}), len(range(9)))

class Sized:
    def __init__(self, size):
        self.size = size
    def __len__(self):
        return self.size

print(len(Sized(3)), bool(Sized(0)))
for action in (lambda: len(1), lambda: len(Sized(-1)), lambda: len(Sized("a")), lambda: hash([]), lambda: len()):
    try:
        action()
    except Exception as error:
        print(type(error).__name__, error)
