# An __eq__ that changes the list it is compared in.
class Eraser:
    def __eq__(self, other):
        a.clear()
        return False

a = [Eraser(), Eraser(), 3]
print(a.count(5), a)
a = [Eraser(), Eraser(), 3]
print(5 in a, a)
a = [Eraser(), Eraser(), 3]
try:
    a.index(3)
except ValueError as error:
    print(error, a)
a = [Eraser(), 1]
print(a == [7, 1], a)
