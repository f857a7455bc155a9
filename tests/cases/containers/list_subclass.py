# A subclass of list: construction, results of operators, methods that call each other.
class Stack(list):
    def __init__(self, *items):
        super().__init__(items)
        self.pushed = 0

    def push(self, item):
        self.pushed += 1
        self.append(item)

s = Stack(1, 2)
s.push(3)
print(s, s.pushed, len(s), isinstance(s, list), type(s).__name__)
print(type(s + [4]).__name__, type(s[:]).__name__, type(s * 2).__name__, type(s.copy()).__name__)
print(s == [1, 2, 3], [1, 2, 3] == s, sorted(s, reverse=True))
s += "x"
print(type(s).__name__, s)
