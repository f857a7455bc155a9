# Objects with only __getitem__ can be iterated, searched and reversed.
class Squares:
    def __getitem__(self, at):
        if at >= 5:
            raise IndexError
        return at * at

    def __len__(self):
        return 5

print(list(Squares()), 9 in Squares(), 8 in Squares(), list(reversed(Squares())), max(Squares()))
a, *rest = Squares()
print(a, rest, dict(enumerate(Squares())), sum(Squares()))
it = iter(Squares())
print(list(it), list(it), it.__length_hint__())
