# Classes with `__buffer__` and `__release_buffer__`, and these methods of builtin types.
import array
import inspect
import io
import struct
import sys
from collections.abc import Buffer


def show(what, call):
    try:
        print(what, call())
    except BaseException as error:
        print(what, type(error).__name__, error)


class Memory:
    def __init__(self, size=4):
        self.memory = bytearray(b"abcdefgh"[:size])
        self.views = 0

    def __buffer__(self, flags):
        print("  asked with", flags)
        self.views += 1
        return memoryview(self.memory)

    def __release_buffer__(self, view):
        self.views -= 1
        print("  released", view.tobytes(), self.views)


class Fails:
    def __buffer__(self, flags):
        raise ZeroDivisionError("in __buffer__")


class Wrong:
    def __buffer__(self, flags):
        return b"no view"


class Without:
    __buffer__ = None


class OnlyRead:
    def __buffer__(self, flags):
        return memoryview(b"read")


class Own(bytearray):
    def __buffer__(self, flags):
        print("  own")
        return super().__buffer__(flags)


# builtin types
plain = [b"abc", bytearray(b"abc"), memoryview(b"abc"), array.array("b", b"abc")]
for value in plain:
    name = type(value).__name__
    show(name, lambda: isinstance(value, Buffer))
    show(name, lambda: value.__buffer__(0).tobytes())
    show(name, lambda: value.__buffer__(inspect.BufferFlags.WRITABLE).readonly)
    show(name, lambda: hasattr(value, "__release_buffer__"))
for value in ["text", 3, Without()]:
    show(type(value).__name__, lambda: isinstance(value, Buffer))
show("number", lambda: b"".__buffer__("x"))
show("large", lambda: b"".__buffer__(1 << 40))
show("gaps", lambda: memoryview(b"abcd")[::2].__buffer__(0))
show("gaps", lambda: memoryview(b"abcd")[::2].__buffer__(inspect.BufferFlags.FULL_RO).tobytes())
array_of = bytearray(b"abc")
view = array_of.__buffer__(0)
show("other", lambda: bytearray().__release_buffer__(view))
show("own", lambda: array_of.__release_buffer__(view))
show("released", lambda: view.tobytes())
show("again", lambda: array_of.__release_buffer__(view))

# who asks
memory = Memory()
show("bytes", lambda: bytes(memory))
show("bytearray", lambda: bytearray(memory))
show("join", lambda: b"-".join([b"x", memory]))
show("+", lambda: b"x" + memory)
show("find", lambda: b"xabcd".find(memory))
show("in", lambda: memory in b"xabcd")
show("startswith", lambda: b"abcdx".startswith((b"z", memory)))
show("split", lambda: b"1abcd2".split(memory))
show("%", lambda: b"%b|" % memory)
show("str", lambda: str(memory, "ascii"))
show("from_bytes", lambda: int.from_bytes(memory))
show("==", lambda: memoryview(b"abcd") == memory)
show("== of bytes", lambda: b"abcd" == memory)
show("isinstance", lambda: isinstance(memory, Buffer))
show("unpack", lambda: struct.unpack("<2H", memory))
show("unpack_from", lambda: struct.unpack_from("B", memory, 1))
show("pack_into", lambda: struct.pack_into("2s", memory, 1, b"zz"))
show("readinto", lambda: (io.BytesIO(b"1234567").readinto(memory), memory.memory))
array_of += memory
array_of[:1] = memory
print(array_of)
show("views", lambda: memory.views)
for kind in Fails, Wrong, OnlyRead:
    show(kind.__name__, lambda: memoryview(kind()).tobytes())
    show(kind.__name__, lambda: bytes(kind()))
    show(kind.__name__, lambda: b"".join([kind()]))
    show(kind.__name__, lambda: b"" + kind())
show("OnlyRead", lambda: struct.pack_into("2s", OnlyRead(), 1, b"zz"))

# views
with memoryview(memory) as view:
    print(view.nbytes, view.readonly, memory.views)
    part = view[1:3]
    view[0] = ord("Y")
    print(part.tobytes(), part.obj is view.obj, type(part.obj).__name__)
print("left the block")
part.release()
part.release()
show("part", lambda: part.tobytes())
view = memoryview(memory)
other = memoryview(view)
del view
print("one is left", memory.memory)
other = None
print("none is left", memory.views)
own = Own(b"own")
print(memoryview(own).tobytes(), bytes(own))


class Raises(Memory):
    def __release_buffer__(self, view):
        raise ValueError("in __release_buffer__")


sys.unraisablehook = lambda told: print(told.err_msg, repr(told.exc_value), told.object)
bytes(Raises())
memoryview(Raises()).release()
