# The abstract classes of io take further classes by registering them.
import _io, abc, io

print(type(io.IOBase) is abc.ABCMeta, io.IOBase.__module__, [c.__name__ for c in io.RawIOBase.__mro__])
print(isinstance(io.BytesIO(), io.BufferedIOBase), issubclass(io.FileIO, io.RawIOBase), isinstance(io.StringIO(), io.TextIOBase))
print(isinstance(io.StringIO(), io.IOBase), isinstance(io.StringIO(), io.RawIOBase), issubclass(io.TextIOWrapper, _io._TextIOBase))

class Looks:
    pass

io.RawIOBase.register(Looks)
print(issubclass(Looks, io.IOBase), isinstance(Looks(), io.RawIOBase))

class Mine(io.RawIOBase):
    def readinto(self, room):
        room[:2] = b'ab'
        return 2

    def readable(self):
        return True

print(Mine().read(2), io.BufferedReader(Mine()).read(3), isinstance(Mine(), _io._RawIOBase))
from io import *
print(IOBase is io.IOBase)

# expect: True io ['RawIOBase', '_RawIOBase', 'IOBase', '_IOBase', 'object']
# expect: True True True
# expect: True False True
# expect: True True
# expect: b'ab' b'aba' True
# expect: True
