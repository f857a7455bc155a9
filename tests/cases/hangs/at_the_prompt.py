# differs: CPython waits for ever
# run: -X clock=virtual -i -q -c pass
# stdin: import asyncio
# stdin: await asyncio.Event().wait()
# stdin: print("goes on")
# expect: goes on
