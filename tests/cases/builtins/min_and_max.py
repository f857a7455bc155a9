# min and max: of an iterable or of arguments, with key and default; the first of equals wins.
print(max(1, 3, 2), min([4, 2, 8]), max("hello"), min("b", "a"), max([1], [2], [1, 5]))
print(max("aa", "b", key=len), min(["ccc", "a", "b"], key=len), max([], default="none"), min((), default=None))
print(max(1, True), max(True, 1), min(0, False), max(2.0, 2), max([3, 1], key=lambda x: -x))
for action in (lambda: max(), lambda: max([]), lambda: min(1), lambda: max(1, 2, default=3), lambda: max(1, "a")):
    try:
        action()
    except Exception as error:
        print(type(error).__name__, error)
