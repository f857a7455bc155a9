# The display that an asynchronous comprehension goes through becomes a tuple or frozenset, as in an
# ordinary one; a message tells.
one = 1


async def empty(): [x async for x in []]
async def numbers(): [x async for x in [1, one]]
async def constants(): {x async for x in {1, 2}}
async def variables(): {x: x async for x in {1, one}}
async def unpacked(): [x async for x in [*(1, 2)]]
async def lazily(): (x async for x in [1])
async def second(): [x for y in "a" async for x in [1]]


async def statement():
    async for x in [1, 2]:
        pass


for function in empty, numbers, constants, variables, unpacked, lazily, second, statement:
    coroutine = function()
    try:
        coroutine.send(None)
    except TypeError as problem:
        print(function.__name__, problem)
