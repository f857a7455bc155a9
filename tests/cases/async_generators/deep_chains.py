# Chains of asynchronous generators hundreds deep are resumed and closed without recursion.
import asyncio, sys
sys.setrecursionlimit(3000)
async def rec(n):
    if n==0:
        yield 0
        await asyncio.sleep(0)
        yield 1
        return
    async for x in rec(n-1): yield x
async def main():
    print([x async for x in rec(500)])
    g=rec(400); print(await g.asend(None)); await g.aclose()
    async def inf():
        async for x in inf(): yield x
    try:
        async for x in inf(): pass
    except RecursionError as e: print('RE')
    async def rec2(n):
        if n==0: 
            await asyncio.sleep(0); yield 1; return
        g=rec2(n-1)
        yield await anext(g, None)
        yield await anext(g, 'end')
    g=rec2(300); print(await anext(g), await anext(g), await anext(g,'z'))
    async def rec3(n):
        try: yield n
        finally:
            if n:
                g=rec3(n-1); await anext(g); await g.aclose()
            else: await asyncio.sleep(0); print('bottom')
    g=rec3(300); await anext(g); await g.aclose()
asyncio.run(main())
