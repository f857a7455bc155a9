"""Which mistake is told first when parts of a memoryview are read or written."""


def tell(text):
    view = memoryview(bytearray(b"abcdef"))
    square = memoryview(bytearray(6)).cast("B", (2, 3))
    try:
        exec(text)
        print(text, "->", view.tobytes())
    except Exception as problem:
        print(ascii(text), "->", type(problem).__name__ + ":", problem)


for text in ("view['a':2] = {}", "view[::0] = None", "view[1.0:2] = b'z'", "view[2**70] = 1", "view[2**70]", "view[-2**70:2**70] = b'uvwxyz'",
             "square[1]", "square[1] = 1", "square[2**70] = 1", "square[2**70]", "square[::0] = 5", "square[1.0:] = b''", "square[0, 0:1]",
             "square[0, 2**70]", "view[0:2] = b'xy'", "view[0:2] = b'xyz'", "view[::2] = memoryview(b'xyz')", "view.tobytes('\\udc80')", "view.tobytes('é')", "view.cast('é')",
             "view.cast('\\udc80')"):
    tell(text)
