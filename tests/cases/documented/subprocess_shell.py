# Commands of the shell with their output, one and several at once, from the page about subprocesses.
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

asyncio.run(run('echo out; echo err >&2; exit 3'))

async def main():
    await asyncio.gather(
        run('sleep 0.2; echo "hello"'),
        run('sleep 0.1; echo "world"; exit 1'))

asyncio.run(main())
