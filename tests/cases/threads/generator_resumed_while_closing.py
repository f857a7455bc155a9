# While what it delegates to is closed or thrown into, a generator counts as running.
class Inner:
    def __iter__(self):
        return self

    def __next__(self):
        return 1

    def attempt(self, name):
        try:
            next(outer)
        except ValueError as error:
            print(name, error)

    def close(self):
        self.attempt('close')

    def throw(self, *args):
        self.attempt('throw')
        raise StopIteration('value')

def delegate():
    print((yield from Inner()))
    yield 2

outer = delegate()
print(next(outer), outer.throw(KeyError))
outer = delegate()
next(outer)
outer.close()

def middle():
    yield from Inner()

def chain():
    yield from middle()

outer = chain()
next(outer)
outer.close()
