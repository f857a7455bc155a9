import io


def show(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as error:
        print(type(error).__module__, type(error).__name__, str(error))


decoder = io.IncrementalNewlineDecoder(None, True)
print([decoder.decode(part) for part in ("a\r", "\nb\r", "c\n")], decoder.newlines)
print(repr(decoder.decode("x\r", True)), decoder.getstate(), decoder.newlines)
decoder.reset()
print(decoder.newlines)
decoder = io.IncrementalNewlineDecoder(None, translate=False)
print([decoder.decode(part) for part in ("a\r", "\nb\r", "c\n")], decoder.newlines)
decoder.setstate((b"", 1))
print(repr(decoder.decode("\nz")))
show(decoder.decode, b"x")
