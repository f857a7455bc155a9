# f-strings call __format__ of the type, after a conversion that of str.
class Temperature:
    def __init__(self, degrees):
        self.degrees = degrees

    def __format__(self, spec):
        return format(self.degrees, spec or ".1f") + "°"

    def __repr__(self):
        return "T"


now, width = Temperature(21.25), 8
print(f"{now} {now:.3f} {now!r:>5} {now!s:^5}| {now!a}")
print(f"{'é'!a:>{width}} {3.14159:{width}.{2}f} {10:#0{width}x} {'x':{'*'}^{5}} {{}} {width=} {width = :>4}")
for call in (lambda: f"{[]:5}", lambda: f"{None:d}", lambda: format(1, 2)):
    try:
        call()
    except TypeError as error:
        print(error)
