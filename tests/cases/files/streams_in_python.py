import io


def show(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as error:
        print(type(error).__module__, type(error).__name__, str(error))


class Raw(io.RawIOBase):
    def __init__(self, data):
        self.data = data
        self.log = []

    def readable(self):
        return True

    def writable(self):
        return True

    def readinto(self, target):
        count = min(len(target), 4, len(self.data))
        target[:count] = self.data[:count]
        self.data = self.data[count:]
        return count

    def write(self, data):
        self.log.append(bytes(data))
        return len(data)


raw = Raw(b"abc\ndefghij\nk")
print(raw.readline(), raw.read(3), raw.readall(), raw.read(3), raw.readlines())
file = io.BufferedReader(Raw(b"abc\ndefghij\nk"), 5)
print(file.peek(), file.readline(), file.read(3), file.read1(), file.read1(2), file.readlines(), file.read())
show(file.tell)
show(file.seek, 0)
raw = Raw(b"")
file = io.BufferedWriter(raw, 5)
print(file.write(b"abc"), raw.log, file.write(b"def"), raw.log, file.write(b"0123456789abc"), raw.log)
file.flush()
print(raw.log)
file.close()
print(raw.closed, file.closed)
pair = io.BufferedRWPair(Raw(b"xyz"), Raw(b""))
print(pair.read(2), pair.write(b"q"), pair.readable(), pair.writable(), pair.seekable(), pair.isatty(), pair.closed)
pair.close()
print(pair.closed)
text = io.TextIOWrapper(io.BufferedReader(Raw(b"l1\nl2\r\nl3")))
print(list(text), text.seekable())
show(text.tell)
show(text.seek, 0)


class Bad(Raw):
    def readinto(self, target):
        return 10**6

    def write(self, data):
        return -1


show(io.BufferedReader(Bad(b"")).read, 3)
bad = io.BufferedWriter(Bad(b""))
bad.write(b"x")
show(bad.flush)
bad.detach if False else None
