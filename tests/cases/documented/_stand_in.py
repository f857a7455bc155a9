# What documented programs need that serve for ever, or that want a port of their own.
import asyncio
import builtins
import os

# This machine, by a name that no other running program has, so that its ports are free.
_pid = os.getpid()
ADDRESS = f'127.{128 + (_pid >> 16) % 127}.{_pid >> 8 & 255}.{_pid & 255}'


def handed_to_run(text, address=ADDRESS):
    """Execute a program; the coroutine that it has handed to asyncio.run(), to be awaited."""
    def show(*args):
        builtins.print(*(str(arg).replace(address, '127.0.0.1') for arg in args))

    handed = []
    run, asyncio.run = asyncio.run, handed.append
    try:
        exec(compile(text.replace('127.0.0.1', address), 'example.py', 'exec'),
             {'__name__': '__main__', 'print': show})
    finally:
        asyncio.run = run
    return handed.pop()
