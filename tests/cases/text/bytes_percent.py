# The % operator of bytes and bytearray.
class Raw:
    def __bytes__(self):
        return b"raw"


print(b"%s %b %a %r %c %c" % (b"x", Raw(), "é", "é", 65, b"z"), b"%05d %x %.1f %%" % (-3, 255, 2.25))
print(bytearray(b"%(k)s") % {b"k": bytearray(b"v")}, b"%5s|%-5s|%.1s" % (b"a", b"b", b"cd"))
for template, value in [(b"%s", "a"), (b"%c", 256), (b"%c", b"ab"), (b"%d", "a"), (b"a", 1), (b"%f", "a"), (b"%y", 1)]:
    try:
        print(template % value)
    except (TypeError, ValueError, OverflowError) as error:
        print(template, type(error).__name__, error)
