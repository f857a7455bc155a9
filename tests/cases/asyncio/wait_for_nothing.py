# An iterable that turns out empty is refused; nothing waits for ever.
import asyncio


async def main():
    for nothing in ([], iter(())):
        try:
            await asyncio.wait(nothing)
        except (ValueError, AssertionError) as problem:
            print(type(problem).__name__, problem)


asyncio.run(main())
# expect: ValueError Set of Tasks/Futures is empty.
# expect: AssertionError Set of Futures is empty.
