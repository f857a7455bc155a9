import atexit


def failing():
    1 / 0


atexit.register(print, "last", sep="")
atexit.register(failing)
atexit.register(lambda: atexit.register(print, "too late"))
atexit.register(print, "first", end="!\n")
taken = atexit.register(print, "taken out")
atexit.unregister(print) if False else None
print(atexit._ncallbacks(), taken is print)
for wrong in [(), (5,)]:
    try:
        atexit.register(*wrong)
    except TypeError as error:
        print(error)


class Kept:
    def __del__(self):
        print("deleted", Kept.__name__)


kept = Kept()
