import io


class Failing(io.BytesIO):
    def close(self):
        1 / 0


failing = Failing()
del failing
file = open("/dev/full", "w")
file.write("x")
del file
file = open("/dev/full", "w")
file.write("x")
try:
    file.close()
except OSError as error:
    print(error.errno, error.strerror, file.closed)
try:
    open("/dev/full", "wb", 0).write(b"x")
except OSError as error:
    print(error)
