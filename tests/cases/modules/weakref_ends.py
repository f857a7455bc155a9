# What happens when objects go: to proxies, containers, methods and finalisers.

import gc
from weakref import *


class C:
    def __init__(self, n):
        self.n = n

    def m(self):
        return self.n


thing = C(9)
stand_in = proxy(thing, lambda reference: print('proxy gone'))
stand_in.n += 1
print(thing.n)
del thing
for use in (lambda: stand_in.n, lambda: str(stand_in), lambda: stand_in + 1):
    try:
        use()
    except ReferenceError as error:
        print(error)

things = [C(n) for n in range(5)]
by_number = WeakValueDictionary((thing.n, thing) for thing in things)
numbers = WeakKeyDictionary((thing, thing.n) for thing in things)
both = WeakSet(things)
walk = iter(both)
# Which one the iterator holds is a matter of addresses.
gone = (next(walk).n + 1) % 5
things.pop(gone)
gc.collect()
print(len(by_number), *({0, 1, 2, 3, 4} - set(left) == {gone} for left in (by_number, numbers.values())), len(both))
walk.close()
del things[:]
gc.collect()
print(len(by_number), len(numbers), len(both))

thing = C(4)
method = WeakMethod(thing.m, lambda reference: print('method gone', reference() is None))
print(method()())
del thing
print(method(), method == method)

thing = C(5)
last = finalize(thing, lambda *args, **kwargs: print('final', args, kwargs), 1, x=2)
print(last.alive, last.atexit, last.peek()[0] is thing)
del thing
print(last.alive, last.atexit, last.peek(), last.detach(), last())
thing = C(6)
last = finalize(thing, lambda: 'result')
print(last(), last.alive)
print(finalize(thing, print, 3).detach()[2])
