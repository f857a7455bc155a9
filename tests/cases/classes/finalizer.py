class D:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name)
d = D("one")
d = D("two")
print("rebound")
del d
print("deleted")
def f():
    x = D("local")
    print("in f")
f()
[D("in list")]
D("temporary")
class Revive:
    def __del__(self):
        global kept
        kept = self
        print("revived")
Revive()
kept = None
print("end")
