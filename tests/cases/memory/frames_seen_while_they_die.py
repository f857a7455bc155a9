# Finalisers look at the frame whose values they finalise: while an expression's values go the frame is
# there, with its variables.
import gc
import sys

kept = []


class Looks:
    def __del__(self):
        frame = sys._getframe(1)
        kept.append((frame, frame.f_code.co_name, sorted(frame.f_locals)))


def consumer(source):
    for x in source:
        raise ValueError(x)


def delegates(items):
    yield from items


def plain():
    looks = Looks()
    yield looks
    yield 1


def holds(one):
    other = Looks()
    [Looks(), 1 / 0]


def run(function, *args):
    try:
        function(*args)
    except (ValueError, ZeroDivisionError) as error:
        print(function.__name__, type(error).__name__)


run(consumer, iter([Looks(), Looks()]))
run(consumer, delegates([1, 2]))
run(consumer, plain())
run(holds, 1)
temporary = [(name, names) for _, name, names in kept if name in ("consumer", "holds")]
print(temporary)
for frame, name, names in kept:
    print(frame.f_lineno > 0, frame.f_code.co_name == name, frame.f_back is not None or name == "<module>")
kept.clear()


# Nothing of a frame stays behind.
def again():
    try:
        consumer(delegates([1, 2]))
    except ValueError:
        pass


again()
gc.collect()
before = sys.getrefcount(consumer), len(gc.get_objects())
for _ in range(100):
    again()
gc.collect()
after = sys.getrefcount(consumer), len(gc.get_objects())
print(after[0] - before[0], after[1] - before[1] < 10)


# The last one goes after all frames.
Looks.__del__ = lambda self: None
