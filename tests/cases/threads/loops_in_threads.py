# Every thread can have a loop of its own; none has one from the start, except the main one.
import asyncio
import threading

async def step(n):
    await asyncio.sleep(0.01 * n)
    return n, asyncio.get_running_loop() is not main_loop

def run(n):
    results.append(asyncio.run(step(n)))

def none():
    for get in asyncio.get_event_loop, asyncio.get_running_loop:
        try:
            get()
        except RuntimeError as error:
            print(error)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    print(asyncio.get_event_loop() is loop)
    loop.close()

async def main():
    global main_loop
    main_loop = asyncio.get_running_loop()
    threads = [threading.Thread(target=run, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        await asyncio.to_thread(thread.join)
    print(sorted(results))
    thread = threading.Thread(target=none, name='T!')
    thread.start()
    await asyncio.to_thread(thread.join)

results = []
asyncio.run(main())
