import asyncio


async def waits(n, future):
    print("waits", n)
    print("got", n, await future)


async def main():
    future = asyncio.get_running_loop().create_future()
    tasks = [asyncio.create_task(waits(n, future)) for n in range(3)]
    await asyncio.sleep(0)
    future.set_result("it")
    await asyncio.gather(*tasks)
    print(await future, future.result())


asyncio.run(main())
