# differs: new in 3.14
# normalise: addr
import asyncio
import io
import re


async def test():
    show()


async def main():
    async with asyncio.TaskGroup() as g:
        g.create_task(test(), name="test")


def show(future=None, **options):
    text = asyncio.format_call_graph(future, **options)
    # Lines of the library may change.
    print(re.sub(r"(<frozen [^>]*>', line )\d+", r"\1N", text))


asyncio.run(main())


async def inner(event):
    await event.wait()


async def outer(event):
    await inner(event)


async def several():
    event = asyncio.Event()
    task = asyncio.create_task(outer(event), name="outer")
    shielded = asyncio.create_task(in_shield(task), name="shielded")
    waiting = asyncio.create_task(in_wait(task), name="waiting")
    gathered = asyncio.gather(task, shielded)
    await asyncio.sleep(0.1)
    show(task)
    show(task, limit=1)
    show(task, limit=-1)
    show(task, limit=0)
    graph = asyncio.capture_call_graph(task)
    print(graph.future is task, [entry.frame.f_code.co_name for entry in graph.call_stack])
    print(sorted(type(waiter.future).__name__ for waiter in graph.awaited_by))
    print(asyncio.FrameCallGraphEntry(None), isinstance(graph.awaited_by, tuple))
    event.set()
    await gathered
    await waiting
    show(task)


async def in_shield(task):
    await asyncio.shield(task)


async def in_wait(task):
    await asyncio.wait([task])


async def generates():
    deeper()
    yield


def deeper():
    asyncio.print_call_graph()
    show(depth=2)
    output = io.StringIO()
    asyncio.print_call_graph(file=output)
    print(output.getvalue().count("\n"))


async def iterates():
    async for _ in generates():
        pass


async def said():
    future, task = asyncio.Future(), asyncio.current_task()
    asyncio.future_add_to_awaited_by(future, task)
    asyncio.future_add_to_awaited_by(future, task)
    asyncio.future_add_to_awaited_by(future, 3)
    print([waiter.future is task for waiter in asyncio.capture_call_graph(future).awaited_by])
    asyncio.future_discard_from_awaited_by(future, task)
    asyncio.future_discard_from_awaited_by(future, task)
    show(future)
    asyncio.get_running_loop().call_soon(lambda: print(asyncio.capture_call_graph()))
    await asyncio.sleep(0)
    for wrong in 3, said:
        try:
            asyncio.capture_call_graph(wrong)
        except TypeError as error:
            print(error)


for coroutine in several(), iterates(), said():
    asyncio.run(coroutine)
try:
    asyncio.capture_call_graph()
except RuntimeError as error:
    print(error)
