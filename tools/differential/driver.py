"""Runs programs one after the other, each in a fresh namespace. The runner puts PRELUDE (source) and
PROGRAMS (pairs of seed and source) in front of this text, so that no file has to be read."""

import gc
import sys


if sys.implementation.name == "cpython":
    import asyncio
    import selectors
    import weakref

    class Jumping(selectors.DefaultSelector):
        """Waits no time: the loop's clock jumps instead, as taipan's virtual one."""

        jumped = 0.0

        def select(self, timeout=None):
            events = super().select(0)
            if not events and timeout is None:
                raise SystemExit("nothing can ever happen")
            if not events:
                self.jumped += timeout
            return events

    class Loop(asyncio.SelectorEventLoop):
        def __init__(self):
            super().__init__(Jumping())

        def create_task(self, coroutine, **keywords):
            task = super().create_task(coroutine, **keywords)
            made.append(weakref.ref(task))
            return task

        def time(self):
            # Looking costs a little, as with taipan: later timers are due later.
            self._selector.jumped += 1e-7
            return self._selector.jumped

    class Ordered(dict):
        """In place of a set of tasks, whose order depends on addresses."""

        def add(self, task):
            self[task] = None

        def discard(self, task):
            self.pop(task, None)

    def tasks_in_order(loop=None):
        found = all_tasks(loop)
        made[:] = [each for each in made if each() is not None]
        return [each() for each in made if each() in found]

    made = []
    all_tasks = asyncio.tasks.all_tasks
    asyncio.tasks.all_tasks = tasks_in_order
    asyncio.taskgroups.set = Ordered
    asyncio.DefaultEventLoopPolicy._loop_factory = Loop


def run(prelude, seed, source):
    print("\f" + seed)
    space = {"__name__": "__main__"}
    exec(prelude, space)
    told = space["told"]
    try:
        exec(compile(source, "<program>", "exec"), space)
    except SyntaxError as problem:
        print("ended by", told(problem), problem.lineno, problem.offset)
    except BaseException as problem:
        print("ended by", told(problem))
    # What the program's namespace held dies here, name by name.
    for name in list(space):
        if not name.startswith("_") and name not in keep:
            del space[name]
    gc.collect()
    space.clear()
    gc.collect()
    sys.stdout.flush()


prelude = compile(PRELUDE, "<prelude>", "exec")
keep = {}
exec(prelude, keep)
keep = set(keep)
for seed, source in PROGRAMS:
    run(prelude, seed, source)
