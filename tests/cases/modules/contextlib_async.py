# contextlib: asynchronous managers and stacks
import asyncio
from contextlib import *
@asynccontextmanager
async def acm(a=1):
    print('in', a)
    try: yield a
    except ValueError: print('swallowed')
    finally: print('out', a)
@contextmanager
def cm(a):
    print('in', a)
    yield a
    print('out', a)
class AC:
    async def aclose(self): print('aclosed')
async def main():
    async with acm(4) as x: print(x)
    async with acm(5): raise ValueError
    try:
        async with acm(6): raise KeyError(3)
    except KeyError as e: print('KeyError', e)
    async with AsyncExitStack() as st:
        print(await st.enter_async_context(acm(8)))
        st.enter_context(cm(2))
        async def acb(*a, **k): print('acb', a, k)
        st.push_async_callback(acb, 1, k=2)
        async def aexit(*a): print('aexit', a[0])
        st.push_async_exit(aexit)
        try: await st.enter_async_context(1)
        except TypeError as e: print(e)
    async with aclosing(AC()): print('body')
    async with nullcontext(5) as n: print(n)
    @acm(7)
    async def g(x): print('g', x); return x
    print(await g(3), await g(4))
    @asynccontextmanager
    async def twice():
        yield 1
        yield 2
    try:
        async with twice(): pass
    except RuntimeError as e: print(e)
    try:
        async with asyncio.timeout(1):
            async with AsyncExitStack() as st:
                await st.enter_async_context(acm(9))
                await asyncio.sleep(10)
    except TimeoutError: print('timeout')
asyncio.run(main())
