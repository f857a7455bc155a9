# iter with a sentinel, next with a default, and StopIteration with its value.
values = [3, 2, 1, 0, 5]
print(list(iter(values.pop, 2)), values)
it = iter([1])
print(next(it), next(it, "default"), next(iter({}), None))

def generator():
    yield 1
    return "result"

g = generator()
next(g)
try:
    next(g)
except StopIteration as stop:
    print("value:", stop.value)
for action in (lambda: iter(1), lambda: iter(1, 2), lambda: next(1), lambda: next(iter([])), lambda: next([])):
    try:
        action()
    except (TypeError, StopIteration) as error:
        print(type(error).__name__, error)
it = iter("ab")
print(iter(it) is it, it.__length_hint__(), next(it), it.__length_hint__())
