# Where a coroutine was made, if that is to be remembered.
import sys
import warnings


async def coroutine():
    pass


def make():
    return coroutine()


print(make().cr_origin if False else None)
for depth in (0, 1, 2, 100):
    sys.set_coroutine_origin_tracking_depth(depth)
    made = make()
    places = made.cr_origin
    print(places and [(line, name) for _, line, name in places])
    made.close()
sys.set_coroutine_origin_tracking_depth(2)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    make()
print(str(caught[0].message).replace(__file__, 'FILE'))
try:
    sys.set_coroutine_origin_tracking_depth(-1)
except ValueError as error:
    print(error)
sys.set_coroutine_origin_tracking_depth(0)


async def twice():
    inner = coroutine_that_waits()
    inner.send(None)
    await inner


import types


@types.coroutine
def wait():
    yield


async def coroutine_that_waits():
    await wait()


try:
    twice().send(None)
except RuntimeError as error:
    print(error)

# expect: None
# expect: None
# expect: [(11, 'make')]
# expect: [(11, 'make'), (17, '<module>')]
# expect: [(11, 'make'), (17, '<module>')]
# expect: coroutine 'coroutine' was never awaited
# expect: Coroutine created at (most recent call last)
# expect:   File "FILE", line 24, in <module>
# expect:     make()
# expect:   File "FILE", line 11, in make
# expect:     return coroutine()
# expect: depth must be >= 0
# expect: coroutine is being awaited already
