# chr, ord, ascii.
print(chr(97), chr(233), chr(0x1F600), ord("a"), ord("é"), ord("😀"), ord(b"x"), ord(bytearray(b"y")), ascii("aé\n😀"), ascii(["ü"]))
print(chr(True) == "\x01", ascii("\ud800"), ord("\ud800"))
for action in (lambda: chr(-1), lambda: chr(0x110000), lambda: chr(2**70), lambda: chr("a"), lambda: ord("ab"), lambda: ord(""), lambda: ord(1)):
    try:
        action()
    except Exception as error:
        print(type(error).__name__, error)
