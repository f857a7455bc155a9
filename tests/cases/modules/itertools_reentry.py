# Iterators that use each other while they run.

from itertools import chain, groupby, islice, pairwise, tee


class Reader:
    def __init__(self):
        self.left = 3

    def __iter__(self):
        return self

    def __next__(self):
        self.left -= 1
        if self.left < 0:
            raise StopIteration
        return next(self.tee)


reader = Reader()
reader.tee, other = tee(reader)
try:
    next(reader.tee)
except RuntimeError as error:
    print(error)

groups = groupby([1, 1, 2, 2, 3])
first_key, first = next(groups)
second_key, second = next(groups)
print(first_key, second_key, list(first), list(second))

one, two = tee(iter(range(200)))
print(sum(one), list(two) == list(range(200)))
copy = tee(iter('abc'))[0]
print(next(copy), [list(each) for each in tee(copy)])

source = iter(range(10))
print(list(islice(source, 2, 3, 5)), next(source))


class Failing:
    def __iter__(self):
        return self

    def __next__(self):
        raise ZeroDivisionError


for make in (chain, pairwise, lambda failing: islice(failing, 1)):
    iterator = make(Failing()) if make is not chain else chain(Failing(), 'a')
    for _ in range(2):
        try:
            print(next(iterator, 'end'))
        except ZeroDivisionError:
            print('failed')
