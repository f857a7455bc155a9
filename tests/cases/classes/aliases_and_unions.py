print(list[int], dict[str, list[int]], tuple[int, ...], int | None, int | str | int, list[int] | None)
a = list[int]
print(a.__origin__, a.__args__, a == list[int], hash(a) == hash(list[int]), a([1]), type[int])
u = int | str
print(u.__args__, u == str | int, isinstance(1, u), issubclass(str, u), type(u).__name__, int | int)
for make in [lambda: int | 1, lambda: isinstance(1, list[int]), lambda: int[0], lambda: list[int][str]]:
    try:
        make()
    except TypeError as error:
        print(error)
