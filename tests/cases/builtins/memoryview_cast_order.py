# What memoryview.cast() looks at first, and what it says of shapes.
view = memoryview(b"abcd")
for arguments in (
    ("\udc80", 5), ("\udc80", [4]), ("zz", 5), ("zz", [-1]), ("q", [-1]), ("B", [-1]), ("B", [1.5]), ("B", [2**70]),
    ("B", [2**40, 2**40]), ("B", [True]), ("I", [True]), ("B", [1] * 65), ("B", [2, 2]), ("B", [3]), ("B", []),
):
    try:
        made = view.cast(*arguments)
        print(ascii(arguments), made.format, made.shape, made.strides)
    except Exception as problem:
        print(ascii(arguments), type(problem).__name__, problem)
