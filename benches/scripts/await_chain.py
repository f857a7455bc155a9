"""Switches at the bottom of a chain of a hundred coroutines."""
import asyncio
import sys


async def link(depth, n):
    if depth:
        return await link(depth - 1, n)
    for _ in range(n):
        await asyncio.sleep(0)
    return n


n = int(sys.argv[1])
assert asyncio.run(link(100, n)) == n
