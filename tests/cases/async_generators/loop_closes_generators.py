# The loop closes generators that nobody refers to, and at its end those that are left.
import asyncio, sys
async def g():
    try:
        yield 1; yield 2
    finally:
        await asyncio.sleep(0)
        print('finalised')
async def main():
    print(sys.get_asyncgen_hooks()[0].__name__, sys.get_asyncgen_hooks().finalizer.__name__)
    async for x in g(): break
    print('after'); await asyncio.sleep(0); await asyncio.sleep(0); print('later')
    a=g(); await anext(a); del a; await asyncio.sleep(0); await asyncio.sleep(0); await asyncio.sleep(0)
    global keep
    keep=g(); await anext(keep)
    print('end main')
asyncio.run(main())
print(sys.get_asyncgen_hooks())
