# to_bytes and from_bytes.
def show(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)

for n in (0, 1, 127, 128, 255, 256, -1, -128, -129, 2**64, -2**64):
    for length in (0, 1, 2, 9):
        for signed in (False, True):
            show(lambda: n.to_bytes(length, 'big', signed=signed))
print((258).to_bytes(3, 'little'), (5).to_bytes(), int.from_bytes(b'\xff\x00', 'little'), int.from_bytes(b''))
print(int.from_bytes([1, 2]), int.from_bytes(b'\x80\x00', signed=True), int.from_bytes(bytearray(b'\x01\x02'), 'little'))
show(lambda: (5).to_bytes(-1, 'big'))
show(lambda: (5).to_bytes(2, 'foo'))
show(lambda: int.from_bytes('a'))
show(lambda: int.from_bytes([256]))
show(lambda: int.from_bytes(5))
