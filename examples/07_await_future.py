import asyncio

def function_that_returns_a_future_object():
    fut = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(0.05, fut.set_result, 'future result')
    fut.add_done_callback(lambda f: print('done callback:', f.result()))
    return fut

async def some_python_coroutine():
    print('coroutine ran')

async def main():
    await function_that_returns_a_future_object()

    # this is also valid:
    await asyncio.gather(
        function_that_returns_a_future_object(),
        some_python_coroutine()
    )

asyncio.run(main())
print('finished')
