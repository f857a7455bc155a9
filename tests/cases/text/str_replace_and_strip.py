# replace, strip, removeprefix, join, and padding.
print("aXbXc".replace("X", "--"), "aXbXc".replace("X", "", 1), "abc".replace("", "."), "".replace("", "x"))
print("xxhixx".strip("x"), "  é ".strip() + "|", "xyhiyx".lstrip("yx"), "hi\u3000\n".rstrip() + "|")
print("prefix-x".removeprefix("prefix-"), "x.py".removesuffix(".py"), "é, ".join(["a", "b", "c"]))
print("ab".center(7, "é"), "ab".center(6), "ab".ljust(4, "."), "ab".rjust(4, "."), "-5".zfill(5), "é".zfill(3))
print("a\tbc\td".expandtabs(4), "a\tb".expandtabs(0), "é\tb".expandtabs())
for call in (lambda: "".join([1]), lambda: "a".center(5, "xy"), lambda: "a".strip(1)):
    try:
        call()
    except TypeError as error:
        print(error)
