# A bytearray changes in place.
data = bytearray(b"abcdef")
data[0] = 65
data[1:3] = b"-long-"
data[-1:] = [1, 2]
del data[3], data[::4]
print(data, len(data))
data += b"xyz"
data *= 2
data.append(33)
data.extend(range(3))
data.insert(0, 35)
print(data, data.pop(), data.pop(0), data.remove(33), data.reverse(), data)
data[::2] = b"." * len(data[::2])
print(data, data.copy() is data, data.clear(), data)
for code in ("data[0] = 256", "data[9] = 1", "data[:] = 'a'", "data[:] = 5", "data.append('a')", "data.pop()", "data.remove(1)", "data.extend('a')", "data += 'a'", "hash(data)"):
    try:
        exec(code)
    except (TypeError, ValueError, IndexError) as error:
        print(code, type(error).__name__, error)
