# Policies: a program's own one is asked for loops, and refuses what is none.
import asyncio


class Policy(asyncio.DefaultEventLoopPolicy):
    def get_event_loop(self):
        print("get")
        return super().get_event_loop()

    def set_event_loop(self, loop):
        print("set", loop is not None)
        super().set_event_loop(loop)

    def new_event_loop(self):
        print("new")
        return super().new_event_loop()


async def main():
    return asyncio.get_event_loop() is asyncio.get_running_loop()


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as error:
        print(type(error).__name__, error)


policy = Policy()
asyncio.set_event_loop_policy(policy)
print(asyncio.get_event_loop_policy() is policy)  # expect: True
print(asyncio.run(main()))
# expect: new
# expect: set True
# expect: set False
# expect: True
loop = asyncio.new_event_loop()  # expect: new
asyncio.set_event_loop(loop)  # expect: set True
print(asyncio.get_event_loop() is loop)
# expect: get
# expect: True
loop.close()
asyncio.set_event_loop_policy(None)
attempt(asyncio.set_event_loop_policy, 3)  # expect: TypeError policy must be an instance of AbstractEventLoopPolicy or None, not 'int'
usual = asyncio.get_event_loop_policy()
print(type(usual) is asyncio.DefaultEventLoopPolicy)  # expect: True
attempt(usual.set_event_loop, 3)  # expect: TypeError loop must be an instance of AbstractEventLoop or None, not 'int'
usual.set_event_loop(None)
attempt(usual.get_event_loop)  # expect: RuntimeError There is no current event loop in thread 'MainThread'.
print(asyncio.events.get_event_loop_policy() is usual)  # expect: True
try:
    asyncio.AbstractEventLoopPolicy().new_event_loop()
except NotImplementedError as error:
    print(error.args)  # expect: ()
