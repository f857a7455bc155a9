# A signal's callback runs at once, whatever selector the loop waits with.
import asyncio
import os
import selectors
import signal


async def main():
    loop = asyncio.get_running_loop()
    came = loop.create_future()
    loop.add_signal_handler(signal.SIGUSR1, came.set_result, 'came')
    os.system(f'(sleep 0.05; kill -USR1 {os.getpid()}) &')
    print(await came)
    loop.remove_signal_handler(signal.SIGUSR1)


for selector in selectors.SelectSelector, selectors.PollSelector, selectors.EpollSelector:
    with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(selector())) as runner:
        runner.run(main())
# expect: came
# expect: came
# expect: came
