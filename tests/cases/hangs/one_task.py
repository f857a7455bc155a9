# differs: CPython waits for ever
import asyncio


async def main():
    try:
        await asyncio.Future()
    finally:
        print("cleaned up")


try:
    asyncio.run(main())
except asyncio.DeadlockError as error:
    print(error)
print(issubclass(asyncio.DeadlockError, RuntimeError))

# expect: cleaned up
# expect: Task-1, main(), waits for a Future at one_task.py:7, in main, and nothing is left that could wake it: await asyncio.Future()
# expect: True
