# The keys that a list is sorted by die in the order that sorting has brought them into; if the function
# fails that makes them, the last one first.
class Key:
    def __init__(self, number):
        if number == 9:
            raise KeyError(number)
        self.number = number

    def __del__(self):
        if hasattr(self, "number"):
            print(self.number, end=" ")


class Ordered(Key):
    def __lt__(self, other):
        return self.number < other.number


for kind in Key, Ordered:
    for numbers in [1], [1, 2], [2, 1], [3, 1, 2], [5, 4, 3, 2, 1], [2, 5, 1, 4, 0, 7], [1, 2, 9, 3]:
        for reverse in False, True:
            items = numbers[:]
            try:
                items.sort(key=kind, reverse=reverse)
            except (TypeError, KeyError) as problem:
                print(type(problem).__name__, end=" ")
            print(items)
