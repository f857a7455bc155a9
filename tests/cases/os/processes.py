# Programs in place of a process or beside it, and what becomes of them.
import os, signal

shell = '/bin/sh'
print(os.spawnv(os.P_WAIT, shell, ['sh', '-c', 'exit 5']))
print(os.spawnl(os.P_WAIT, shell, 'sh', '-c', 'kill -9 $$'))
print(os.spawnlp(os.P_WAIT, 'sh', 'sh', '-c', 'exit 4'))
print(os.spawnle(os.P_WAIT, shell, 'sh', '-c', 'exit $CODE', {'CODE': '6'}))
print(os.spawnvpe(os.P_WAIT, 'sh', ('sh', '-c', 'exit $CODE'), {'CODE': '7', 'PATH': '/bin:/usr/bin'}))
print(os.spawnv(os.P_WAIT, '/nonexistent', ('x',)))
child = os.spawnv(os.P_NOWAIT, shell, ('sh', '-c', 'exit 2'))
print(os.waitpid(child, 0) == (child, 512))
print(os.system('exit 3'), os.system('true'))

child = os.posix_spawn(shell, ['sh', '-c', 'echo spawned; exit 9'], os.environ,
                       file_actions=[(os.POSIX_SPAWN_OPEN, 1, '/dev/null', os.O_WRONLY, 0)])
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
child = os.posix_spawnp('sh', ['sh', '-c', 'kill -TERM $$'], None, setpgroup=0,
                        setsigdef=[signal.SIGTERM])
found, status, usage = os.wait4(child, 0)
print(found == child, os.WIFSIGNALED(status), os.WTERMSIG(status), os.WCOREDUMP(status))
print(type(usage).__name__, len(usage), usage.ru_maxrss > 0)

child = os.fork()
if child == 0:
    os.execvp('sh', ['sh', '-c', 'exit 8'])
news = os.waitid(os.P_PID, child, os.WEXITED)
print(news.si_pid == child, news.si_status, news.si_code == os.CLD_EXITED, news.si_signo == signal.SIGCHLD)
child = os.spawnl(os.P_NOWAIT, shell, 'sh', '-c', 'kill -STOP $$; exit 1')
status = os.waitpid(child, os.WUNTRACED)[1]
print(os.WIFSTOPPED(status), os.WSTOPSIG(status) == signal.SIGSTOP)
os.kill(child, signal.SIGCONT)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))

with os.popen('echo one; echo two') as stream:
    print(list(stream))
stream = os.popen('cat >/dev/null; exit 2', 'w')
stream.write('text')
print(stream.close())

for wrong in (lambda: os.wait(), lambda: os.execv('/nonexistent', ['x']), lambda: os.execv(shell, []),
              lambda: os.execve('/nonexistent', ['x'], {}), lambda: os.execv(shell, 'x'),
              lambda: os.execve(shell, ['x'], {'a=b': 'c'}), lambda: os.execve(shell, ['x'], 5),
              lambda: os.posix_spawn('/nonexistent', ['x'], {}), lambda: os.spawnv(0, shell, 'x'),
              lambda: os.posix_spawn(shell, ['x'], {}, file_actions=[(9,)]),
              lambda: os.posix_spawn(shell, ['x'], {}, setsigmask=[99]),
              lambda: os.execvp('no-such-program', ['x']), lambda: os.popen(5),
              lambda: os.popen('x', 'rw'), lambda: os.system('a\0b'),
              lambda: os.waitstatus_to_exitcode(0x137f)):
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__, error)

# expect: 5
# expect: -9
# expect: 4
# expect: 6
# expect: 7
# expect: 127
# expect: True
# expect: 768 0
# expect: 9
# expect: True True 15 False
# expect: struct_rusage 16 True
# expect: True 8 True True
# expect: True True
# expect: 1
# expect: ['one\n', 'two\n']
# expect: 512
# expect: ChildProcessError [Errno 10] No child processes
# expect: FileNotFoundError [Errno 2] No such file or directory
# expect: ValueError execv() arg 2 must not be empty
# expect: FileNotFoundError [Errno 2] No such file or directory: '/nonexistent'
# expect: TypeError execv() arg 2 must be a tuple or list
# expect: ValueError illegal environment variable name
# expect: TypeError execve: environment must be a mapping object
# expect: FileNotFoundError [Errno 2] No such file or directory: '/nonexistent'
# expect: TypeError argv must be a tuple or a list
# expect: TypeError Unknown file_actions identifier
# expect: ValueError signal number 99 out of range [1; 64]
# expect: FileNotFoundError [Errno 2] No such file or directory
# expect: TypeError invalid cmd type (<class 'int'>, expected string)
# expect: ValueError invalid mode 'rw'
# expect: ValueError embedded null byte
# expect: ValueError process stopped by delivery of signal 19
