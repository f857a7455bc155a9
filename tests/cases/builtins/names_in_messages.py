# Types of C modules are named with their module; a wrong keyword is told what is near.
def function(alpha, beta=1, *, gamma=2):
    pass


class Thing:
    def __repr__(self):
        return "a thing"


attempts = [
    lambda: (int | str) + 1,
    lambda: list[int] < 1,
    lambda: (int | str).missing,
    lambda: function(1, gama=3),
    lambda: function(1, zzzzz=3),
    lambda: Thing()(*5),
    lambda: Thing()(**5),
    lambda: setattr(function, "__defaults__", [1]),
    lambda: setattr(function, "__kwdefaults__", (1,)),
    lambda: property(lambda self: 1).__set__(Thing(), 1),
    lambda: b"abc" % "x",
]
for attempt in attempts:
    try:
        print(attempt())
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
