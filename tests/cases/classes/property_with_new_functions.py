# A property in use that is given other functions.
class Thing:
    @property
    def x(self):
        return "old"

    @x.setter
    def x(self, value):
        print("old", value)


thing = Thing()


def read():
    return thing.x


def write(value):
    thing.x = value


for n in range(6):
    if n == 3:
        Thing.x.__init__(lambda self: "new", lambda self, value: print("new", value))
    print(read())
    write(n)
