import asyncio


def attempt(call, *args):
    try:
        print(call(*args))
    except BaseException as error:
        print(type(error).__name__, error)


async def main():
    future = asyncio.get_running_loop().create_future()
    print(future, future.done(), future.cancelled())
    attempt(future.result)
    attempt(future.exception)
    attempt(future.set_exception, 3)
    future.set_result([1])
    print(future)
    attempt(future.set_result, 2)
    attempt(future.set_exception, ValueError)
    attempt(future.cancel)
    future = asyncio.get_running_loop().create_future()
    print(future.cancel("gone"), future)
    attempt(future.result)
    attempt(future.exception)
    future = asyncio.get_running_loop().create_future()
    future.set_exception(ValueError("bad"))
    print(future, repr(future.exception()))
    attempt(future.result)


asyncio.run(main())
