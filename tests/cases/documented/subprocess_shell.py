# Commands of the shell with their output, one and several at once, from the page about subprocesses. The
# command `ls` of the program differs from system to system in what it says, so another one stands in for
# it.
# args: <FOLDER>
import os
import sys

with open(os.path.join(sys.argv[1], 'ls'), 'w') as file:
    file.write('#!/bin/sh\necho "ls: $1: No such file or directory" >&2\nexit 1\n')
os.chmod(file.name, 0o755)
os.environ['PATH'] = sys.argv[1] + ':' + os.environ['PATH']
import asyncio

async def run(cmd):
    proc = await asyncio.create_subprocess_shell(
        cmd,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE)

    stdout, stderr = await proc.communicate()

    print(f'[{cmd!r} exited with {proc.returncode}]')
    if stdout:
        print(f'[stdout]\n{stdout.decode()}')
    if stderr:
        print(f'[stderr]\n{stderr.decode()}')

asyncio.run(run('ls /zzz'))

async def main():
    await asyncio.gather(
        run('ls /zzz'),
        run('sleep 1; echo "hello"'))

asyncio.run(main())
