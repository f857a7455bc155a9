# An alias looks for type variables when somebody asks, shows functions by their names, and is no class;
# the classes of a union are tried one by one.
class Asked:
    def __getattr__(self, name):
        print("asked for", name)
        raise AttributeError(name)

    def __repr__(self):
        return "Asked!"


def function():
    pass


class Named:
    __module__ = 5


alias = list[Asked()]
print("made")
print(alias)
print(alias.__parameters__)
print(list[len], dict[function, str.join], type[Named], list[[int, len]], list[[[int]]], tuple[()], list[...])
endless = []
endless.append(endless)
print(list[endless])
print(hasattr(list[int], "__bases__"))


def attempt(function, *args):
    try:
        print(function(*args))
    except TypeError as problem:
        print(problem)


attempt(issubclass, list[int], int)
attempt(issubclass, list[int], int | str)
attempt(issubclass, int, int | list[int])
attempt(isinstance, 1, int | list[int])
attempt(isinstance, "1", int | list[int])
attempt(isinstance, 1, list[int] | int)
print(hasattr(int | str, "__instancecheck__"), reversed.__doc__ is None)
attempt(reversed, list[int])
attempt(next, list[int])
attempt(divmod, list[int], 1)
attempt(int, list[int])
attempt("%d".__mod__, int | str)
