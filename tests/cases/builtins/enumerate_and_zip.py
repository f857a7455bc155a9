# enumerate and zip, strict too.
print(list(enumerate("ab")), list(enumerate(["x"], 5)), list(enumerate(iterable=[1], start=2**70)))
print(list(zip()), list(zip("abc")), list(zip("abc", range(2))), list(zip([1], [2], [3], strict=True)))
print(dict(zip("ab", [1, 2])), list(zip(*[[1, 2], [3, 4]])))
it = iter([1, 2, 3, 4])
print(list(zip(it, it)))
for args in (([1], []), ([], [1]), ([1], [1], []), ([], [], [1])):
    try:
        list(zip(*args, strict=True))
    except ValueError as error:
        print(error)
for action in (lambda: enumerate(1), lambda: enumerate(), lambda: enumerate([], "a"), lambda: zip(1), lambda: zip(a=1)):
    try:
        action()
    except TypeError as error:
        print(error)
