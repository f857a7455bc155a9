# A finaliser that handles an exception of its own does not disturb the one on its way.
class Noisy:
    def __del__(self):
        try:
            {}["x"]
        except KeyError:
            print("handled in between")


def values():
    yield 1
    yield 2


for attempt in (lambda: Noisy() + 1, lambda: Noisy()[0], lambda: len(Noisy()), lambda: Noisy()()):
    try:
        attempt()
    except TypeError as error:
        print(error)
try:
    () = (each for each in values())
except ValueError as error:
    print(error)
