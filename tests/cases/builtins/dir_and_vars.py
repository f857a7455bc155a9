# dir and vars, with and without an argument.
class Base:
    low = 1

class Thing(Base):
    def __init__(self):
        self.size = 3

    def __dir__(self):
        return ["z", "own"]

def scope(first):
    second = 2
    return dir(), vars()

print(scope(1), dir(Thing()), vars(Thing()))
print([name for name in dir(Thing) if not name.startswith("__")], "append" in dir([]))
print(sorted(name for name in vars(Thing) if name != "__doc__")[-1])
for action in (lambda: vars(1), lambda: dir(1, 2)):
    try:
        action()
    except TypeError as error:
        print(error)
