# OSError: numbers choose the subclass, names of files appear in the text.
for args in [(), ('a',), (2, 'x'), (2, 'x', 'f'), (2, 'x', 'f', None, 'g'), (1, 2, 3, 4, 5, 6), (None, 'b'), ('a', 'b'), (2, 'x', None), (2, 'x', b'f'),
             (11, 'x', 5), (9999, 'x'), (True, 'x')]:
    e = OSError(*args)
    print(type(e).__name__, e.args, e.errno, e.strerror, e.filename, e.filename2, str(e), e.__reduce__()[1])
for number in (1, 2, 3, 4, 10, 11, 13, 17, 20, 21, 32, 103, 104, 108, 110, 111, 114, 115, 5):
    print(number, type(OSError(number, '')).__name__, type(ConnectionError(number, '')).__name__)
b = BlockingIOError(11, 'x', 5)
print(b.characters_written, b.args, issubclass(TimeoutError, OSError), IOError is OSError, EnvironmentError is OSError)
class WithInit(OSError):
    def __init__(self, *args, **kwargs):
        pass
class WithSuper(OSError):
    def __init__(self, *args, **kwargs):
        super().__init__(*args)
print(WithInit(2, 'x', a=3).args, WithInit(2, 'x').errno, WithSuper(2, 'x', b=4).errno, repr(WithSuper(2, 'x')), str(WithSuper(2, 'x', 'f')))
try:
    BlockingIOError(11, 'x').characters_written
except AttributeError as e:
    print(e)
