# Watchers of child processes, as of 3.13: a program may choose one, with a warning.
import asyncio
import warnings

warnings.simplefilter('error')


def warned(call, *args):
    try:
        call(*args)
    except DeprecationWarning as warning:
        return str(warning)


for name in ('SafeChildWatcher', 'FastChildWatcher', 'MultiLoopChildWatcher'):
    print(warned(getattr(asyncio, name)))
print(warned(asyncio.get_child_watcher), warned(asyncio.set_child_watcher, None), sep='\n')
print(warned(lambda: type('Own', (asyncio.AbstractChildWatcher,), {})))
warnings.simplefilter('ignore')


async def outcomes():
    children = [await asyncio.create_subprocess_shell(f'exit {code}') for code in (0, 3, 7)]
    killed = await asyncio.create_subprocess_exec('sleep', '100')
    killed.kill()
    return await asyncio.gather(*(child.wait() for child in [*children, killed]))


for watcher in (asyncio.PidfdChildWatcher(), asyncio.ThreadedChildWatcher(), asyncio.SafeChildWatcher(),
                asyncio.FastChildWatcher(), asyncio.MultiLoopChildWatcher()):
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    watcher.attach_loop(loop)
    asyncio.set_child_watcher(watcher)
    print(type(watcher).__name__, asyncio.get_child_watcher() is watcher,
          loop.run_until_complete(outcomes()))
    asyncio.set_child_watcher(None)
    loop.close()


class Refusing(asyncio.AbstractChildWatcher):
    def __enter__(self):
        return self

    def __exit__(self, *exc):
        print('exit', exc[0].__name__)

    def is_active(self):
        return False

    def close(self):
        print('close')


async def refused():
    asyncio.set_child_watcher(Refusing())
    try:
        await asyncio.create_subprocess_shell('exit 0')
    except RuntimeError as exc:
        print(exc)
    asyncio.set_child_watcher(None)


asyncio.run(refused())
