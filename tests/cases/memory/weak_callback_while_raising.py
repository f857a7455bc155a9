# The callback of a weak reference, likewise.
import weakref


class Thing:
    pass


def gone(reference):
    try:
        1 / 0
    except ZeroDivisionError:
        print("gone")


def fail():
    global reference
    things = [Thing()]
    reference = weakref.ref(things[0], gone)
    return things.pop() + 1


try:
    fail()
except TypeError as error:
    print(error)
