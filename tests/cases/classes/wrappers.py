print(int.__add__, object.__repr__, type((1).__add__), type(int.__add__))
print(int.__add__(3, 4), (3).__radd__(4), [1].__len__(), {}.__contains__(1), "a".__eq__("a"), (1).__eq__("a"))
print([].__hash__, int.__hash__(5), object.__init__.__name__, int.__add__.__objclass__)
print([1, 2].__iter__().__next__(), "abc".__getitem__(1), (5).__bool__(), (2).__lt__(3))
tries = [lambda: int.__add__(), lambda: int.__add__("a", 1), lambda: (1).__add__(),
         lambda: (1).__add__(1, 2), lambda: (1).__add__(x=1), lambda: iter([]).__next__(),
         lambda: object().__setattr__("x"), lambda: object().__getattribute__(1)]
for each in tries:
    try:
        each()
    except Exception as error:
        print(type(error).__name__, error)
print((1).__add__ == (1).__add__, "__add__" in int.__dict__, int.__new__ is int.__new__, hasattr(list, "__radd__"))
