import asyncio
import contextvars

var = contextvars.ContextVar("var", default="default")


async def child():
    before = var.get()
    var.set("child")
    await asyncio.sleep(0)
    return before, var.get(), asyncio.current_task().get_name()


async def main():
    print(asyncio.current_task().get_name(), var.get())
    var.set("main")
    print(await asyncio.create_task(child()))
    print(await asyncio.create_task(child(), name="named"))
    print(await child())
    print(var.get())
    asyncio.get_running_loop().call_soon(lambda: print("callback", var.get()))
    var.set("later")
    await asyncio.sleep(0)


asyncio.run(main())
print(var.get())
