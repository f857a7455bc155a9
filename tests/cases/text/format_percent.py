# The % operator of strings.
print("%s %r %a %c %c %%" % ("é", "é", "é", 65, "é"), "%d %i %5d %-5d| %05d" % (1, 2.9, 3, 4, -5))
print("%x %#X %o %#o %+d % d %.3d %#.4x" % (255, 255, 8, 8, 1, 1, 7, 10))
print("%f %.2e %G %g %#g %08.3f %+.0f" % (1.5, 12345, 1e-10, 1e5, 1.0, -3.14159, 0.5))
print("%(a)s %(b)05.1f %(a)r" % {"a": "x", "b": 2.25}, "%*d|%-*s|%.*f" % (5, 1, 4, "ab", 1, 2.55))
print("%.2s|%5.1s|%s" % ("abc", "xyz", (1, 2)), "%s" % [1], "%s" % {"a": 1}, "%d" % 10**25)
for template, value in [
    ("%d", "a"), ("%x", 1.5), ("%c", "ab"), ("%c", -1), ("%s %s", 1), ("%s", (1, 2)), ("%(a)s", 1),
    ("%", 1), ("%(a", {}), ("%y", 1), ("%*d", ("a", 1)), ("%f", "a"), ("a", 1), ("%(k)s", {}),
]:
    try:
        print(template % value)
    except (TypeError, ValueError, KeyError, OverflowError) as error:
        print(template, type(error).__name__, error)
