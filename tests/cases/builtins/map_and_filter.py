# map and filter are lazy and take several iterables.
print(list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2, 3], [10, 20])), list(map(pow, [2, 3], [3, 2])))
print(list(filter(None, [0, 1, "", "a"])), list(filter(lambda x: x > 1, [1, 2, 3])), list(filter(bool, [[], [0]])))
m = map(print, ["called late"])
print("made")
list(m)

def stop(x):
    if x == 2:
        raise StopIteration
    return x

print(list(map(stop, [1, 2, 3])))
for action in (lambda: map(len), lambda: list(map(1, [1])), lambda: filter(1), lambda: filter(None, 1)):
    try:
        action()
    except TypeError as error:
        print(error)
