import asyncio
from asyncio import subprocess
import sys
async def run(cmd):
    proc = await asyncio.create_subprocess_shell(cmd, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE)
    stdout, stderr = await proc.communicate()
    print(f'[{cmd!r} exited with {proc.returncode}]')
    if stdout: print(f'[stdout]\n{stdout.decode()}')
    if stderr: print(f'[stderr]\n{stderr.decode()}')
class P(asyncio.SubprocessProtocol):
    def __init__(self, fut): self.fut=fut; self.ev=[]
    def connection_made(self,t): self.ev.append('made')
    def pipe_data_received(self,fd,data): self.ev.append((fd,data))
    def pipe_connection_lost(self,fd,exc): self.ev.append(('lost',fd,exc))
    def process_exited(self): self.ev.append('exit')
    def connection_lost(self,exc): self.ev.append('connlost'); self.fut.set_result(None)
async def main():
    await run('ls /zzz'); await run('echo hi; exit 4')
    for a in (["/nonexistent"],["true"],[b"true"],[1]):
        try:
            q=await asyncio.create_subprocess_exec(*a)
            print(await q.wait())
        except BaseException as e: print(type(e), e)
    try: await asyncio.create_subprocess_exec("true", cwd="/nope")
    except BaseException as e: print(type(e), e)
    try: await asyncio.create_subprocess_exec("/etc/passwd")
    except BaseException as e: print(type(e), e)
    for kw in (dict(text=True),dict(shell=True),dict(bufsize=1),dict(universal_newlines=True),dict(encoding='a'),dict(nope=1)):
        try: await asyncio.create_subprocess_exec("true", **kw)
        except BaseException as e: print(type(e), e)
    try: await asyncio.create_subprocess_shell(3)
    except BaseException as e: print(type(e), e)
    p=await asyncio.create_subprocess_exec("sleep","10"); p.terminate(); print(await p.wait(), p.returncode)
    try: p.kill()
    except BaseException as e: print(type(e), e)
    p=await asyncio.create_subprocess_exec("cat", stdin=-1, stdout=-1, stderr=-1)
    print(await p.communicate(b'hi'))
    p=await asyncio.create_subprocess_exec("sh","-c","echo a; echo b >&2", stdout=-1, stderr=-2); print(await p.communicate())
    p=await asyncio.create_subprocess_exec("sh","-c","sleep 0.1; exec <&-; sleep 0.1; exit 7", stdin=-1); p.stdin.write(b'y'*500000)
    try: await p.stdin.drain()
    except BaseException as e: print(type(e), e)
    print(await p.wait())
    fut=asyncio.get_running_loop().create_future()
    t,pr=await asyncio.get_running_loop().subprocess_exec(lambda: P(fut), "sh","-c","echo out; exit 2", stdin=None, stderr=None)
    await fut; print(sorted(map(str, pr.ev)), t.get_returncode())
    p=await asyncio.create_subprocess_exec("env", stdout=-1, env={"A":"1","B":"2"}); print(await p.communicate())
    p=await asyncio.create_subprocess_exec("pwd", stdout=-1, cwd="/tmp"); print(await p.communicate())
    p=await asyncio.create_subprocess_exec("cat", stdin=-1, stdout=-1)
    async def feed():
        for i in range(5): p.stdin.write(b'line %d\n'%i); await p.stdin.drain()
        p.stdin.close(); await p.stdin.wait_closed()
    f=asyncio.create_task(feed())
    async for l in p.stdout: print(l)
    await f; print(await p.wait())
    try:
        async with asyncio.timeout(0.1):
            p=await asyncio.create_subprocess_exec("sleep","5"); await p.wait()
    except TimeoutError: p.kill(); print('timeout', await p.wait())
    r=await asyncio.gather(*[asyncio.create_subprocess_exec("sh","-c",f"exit {i%5}") for i in range(50)])
    print(sum(await asyncio.gather(*[x.wait() for x in r])))
asyncio.run(main())
