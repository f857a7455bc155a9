# Slice objects.
s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, slice(5), slice(None), s == slice(1, 10, 2), s < slice(1, 11), hash(s) == hash(slice(1, 10, 2)))
print(s.indices(5), slice(-3, None).indices(10), slice(None, None, -1).indices(3), slice(100).indices(3))

class Index:
    def __index__(self):
        return 2

print("abcdef"[Index() :], [1, 2, 3][: Index()], (1, 2, 3)[Index()], list(range(5))[Index() : 4])
for action in (lambda: s.indices(-1), lambda: [][:: 0], lambda: []["a":], lambda: slice(), lambda: slice(1, 2, 3, 4)):
    try:
        action()
    except Exception as error:
        print(type(error).__name__, error)
