# next() hands on what StopIteration carries, from a generator and from a class.
class Once:
    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration("from a class")

def generator():
    return "from a generator"
    yield

def delegating():
    result = yield from Once()
    return result

for iterator in (Once(), generator(), delegating(), iter([])):
    try:
        next(iterator)
    except StopIteration as stop:
        print(repr(stop.value))
    print(next(iterator, "default"))
