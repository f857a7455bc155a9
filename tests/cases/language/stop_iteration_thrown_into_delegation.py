# A StopIteration thrown to where an iterator without throw() is delegated to is that one's end.
def inner():
    result = yield from [8, 9]
    print("result", result)
    return 5


def outer():
    print("outer", (yield from inner()))


class Waits:
    def __await__(self):
        return iter([1, 2])


async def coroutine():
    print("awaited", await Waits())


for make in (inner, outer, coroutine):
    it = make()
    it.send(None)
    try:
        it.throw(StopIteration(3))
    except StopIteration as end:
        print("end", end.value)


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        pass
    yield from [1]


it = stubborn()
next(it)
try:
    it.close()
except RuntimeError as error:
    print(error)
