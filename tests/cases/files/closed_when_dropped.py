# args: <FOLDER>
import gc
import io
import sys


path = sys.argv[1] + "/file"

class Loud(io.RawIOBase):
    def close(self):
        print("close", self.closed)
        super().close()


loud = Loud()
del loud
print("-")


class Early(io.StringIO):
    def __del__(self):
        print("__del__", self.closed)


early = Early()
del early
file = open(path, "w")
file.write("kept")
del file
print(open(path).read())


class Cycle:
    pass


cycle = Cycle()
cycle.own = cycle
cycle.file = open(path, "wb", 0)
cycle.file.write(b"cyclic")
del cycle
gc.collect()
print(open(path).read())
