# Streams read into views of a bytearray.
import io

target = bytearray(8)
view = memoryview(target)
print(io.BytesIO(b"abcd").readinto(view[2:5]), target)
print(io.BytesIO(memoryview(b"xyz")[1:]).read())
try:
    io.BytesIO(b"a").readinto(memoryview(b"a"))
except TypeError as error:
    print(error)
