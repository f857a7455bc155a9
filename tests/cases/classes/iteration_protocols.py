class Count:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n == 0:
            raise StopIteration("done")
        self.n -= 1
        return self.n
print(list(Count(3)), 1 in Count(3), 9 in Count(3), sum(Count(4)))
class Seq:
    def __getitem__(self, at):
        if at > 2: raise IndexError
        return at * 10
    def __len__(self): return 3
print(list(Seq()), 20 in Seq(), bool(Seq()))
a, *b = Seq()
print(a, b, [*Count(2)], max(Seq()))
class Broken:
    def __iter__(self): return self
    def __next__(self): raise ValueError("broken")
try:
    list(Broken())
except ValueError as error:
    print(error)
