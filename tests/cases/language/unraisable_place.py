# An exception that no Python code raised and nobody can handle shows where it happened.
# normalise: addr
class Y:
    def __await__(self):
        yield 5


async def generator():
    try:
        yield 1
    finally:
        await Y()


a = generator()
try:
    a.__anext__().send(None)
except StopIteration:
    pass
del a
