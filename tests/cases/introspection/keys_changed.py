# Keys that change while a dict is iterated are noticed, even if the size is the same afterwards.
def attempt(make, change):
    data = {0: 0, 1: 1, 2: 2}
    seen = []
    try:
        for item in make(data):
            seen.append(item)
            change(data, item if not isinstance(item, tuple) else item[0])
    except RuntimeError as error:
        print(seen, error)
    else:
        print(seen, data)


def replace(data, key):
    del data[key]
    data[key] = key


def swap(data, key):
    del data[key]
    data[key + 10] = 1


def last(data, key):
    data.popitem()
    data[9] = 9


def add(data, key):
    data[len(data)] = 1


def value(data, key):
    data[key] = 5


for change in (replace, swap, last, add, value):
    attempt(lambda data: data, change)
attempt(dict.items, replace)
attempt(dict.values, lambda data, key: replace(data, key))
data = {0: 0}
try:
    for key in data:
        del data[0]
        data[0] = 0
except RuntimeError as error:
    print(error)
data = {}
for turn in range(100):
    data[turn] = turn
    if turn > 3:
        data.pop(turn - 3, None)
    if turn % 7 == 0:
        data.popitem()
print(data, list(reversed(data)))
for turn in range(50):
    data.clear()
    data[turn] = 1
    del data[turn]
print(data, len(data))

# expect: [0, 1, 2] {0: 0, 1: 1, 2: 2}
# expect: [0, 1, 2] {10: 1, 11: 1, 12: 1}
# expect: [0, 1, 9] {0: 0, 1: 1, 9: 9}
# expect: [0] dictionary changed size during iteration
# expect: [0, 1, 2] {0: 5, 1: 5, 2: 5}
# expect: [(0, 0), (1, 1), (2, 2)] {0: 0, 1: 1, 2: 2}
# expect: [0, 1, 2] {0: 0, 1: 1, 2: 2}
# expect: dictionary keys changed during iteration
# expect: {97: 97, 99: 99} [99, 97]
# expect: {} 0
