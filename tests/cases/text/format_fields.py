# str.format: which argument a field means, and how it is shown.
class Point:
    x, y = 3, [4, {"z": 5}]

    def __format__(self, spec):
        return f"<{spec}>"


print("{} {} {{}}".format(1, "a"), "{1} {0} {1}".format("a", "b"), "{a}{b!r:>5}".format(a=1, b="x"))
print("{0.x} {0.y[0]} {0.y[1][z]} {0:abc} {0:{0.x}{1}}".format(Point(), "d"))
print("{:{}.{}f}|{!a:>8}".format(3.14159, 8, 2, "é"), "{x[a b]}".format_map({"x": {"a b": 1}}))
for template in ["{", "}", "{0", "{0!x}", "{0!r", "{0[}", "{0.}", "{} {0}", "{0} {}", "{5}", "{k}", "{0:{1:{0}}}", "{a{b}"]:
    try:
        print(template.format(1, 2))
    except (ValueError, KeyError, IndexError) as error:
        print(template, type(error).__name__, error)
