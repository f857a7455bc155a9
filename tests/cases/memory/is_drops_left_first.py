# The operands of "is" die from left to right; the iterators of a zip from right to left.
class Thing:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


Thing("left") is Thing("right")
if Thing("a") is not Thing("b"):
    print("different")
pairs = zip([Thing("first")], [Thing("second")])
del pairs
