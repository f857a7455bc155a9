# Comparisons that raise, and lists that change while they are sorted.
a = [3, "x", 1]
try:
    a.sort()
except TypeError as error:
    print(error, sorted(map(str, a)))

def key(item):
    b.append(item)
    return item

b = [3, 1, 2]
try:
    b.sort(key=key)
except ValueError as error:
    print(error, b)

class Lazy:
    def __lt__(self, other):
        print("inside:", c)
        return False

c = [Lazy(), Lazy()]
c.sort()
print(len(c))
try:
    c.sort(key=lambda item: 1 / 0)
except ZeroDivisionError as error:
    print(error, len(c))
