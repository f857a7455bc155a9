# What is wrong with a context is raised by the default handler, and told by the loop.
import asyncio
import io
import sys


class Bad:
    def __init__(self, error):
        self.error = error

    def __repr__(self):
        raise self.error


loop = asyncio.new_event_loop()
contexts = [
    {"message": "text", "thing": Bad(ValueError("no repr"))},
    {"message": "text", "thing": Bad(KeyboardInterrupt("stop"))},
    {"message": Bad(None), "thing": 1},
    {"message": "text", "thing": 1, 3: 5},
    {"exception": ValueError("raised"), "b": 2, "a": 1},
    {"exception": 3, "a": 1},
    {},
    3,
    [1],
]
for number, context in enumerate(contexts):
    for tell in (loop.default_exception_handler, loop.call_exception_handler):
        sys.stderr = io.StringIO()
        try:
            tell(context)
        except BaseException as error:
            print(number, tell.__name__, repr(error))
        told = sys.stderr.getvalue().splitlines()
        sys.stderr = sys.__stderr__
        for line in told:
            if not line.startswith((" ", "Traceback")):
                print(number, tell.__name__, line)
loop.close()
