# reversed: of sequences, dicts, and what defines __reversed__.
print(list(reversed([1, 2])), "".join(reversed("aé")), list(reversed((1, 2))), list(reversed({1: 2, 3: 4})), list(reversed(b"ab")))

class Own:
    def __reversed__(self):
        return "whatever"

class Never(list):
    __reversed__ = None

print(reversed(Own()))
for value in ({1}, 5, Never(), iter([])):
    try:
        reversed(value)
    except TypeError as error:
        print(error)
