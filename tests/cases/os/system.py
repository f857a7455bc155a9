# Limits, scheduling, users and groups.
import os

print(os.sysconf('SC_PAGESIZE') == os.sysconf(os.sysconf_names['SC_PAGESIZE']), os.pathconf('/', 'PC_NAME_MAX'))
print(os.fpathconf(0, 'PC_PIPE_BUF'), os.confstr('CS_PATH'), len(os.sysconf_names), len(os.pathconf_names), len(os.confstr_names))
found = os.statvfs('/')
print(type(found), len(found), found.f_namemax == found[9], found.f_bsize > 0, isinstance(found.f_fsid, int))
print(os.statvfs_result(range(10)))
print(os.sched_getscheduler(0) == os.SCHED_OTHER, os.sched_getparam(0), os.sched_get_priority_max(os.SCHED_FIFO))
mask = os.sched_getaffinity(0)
os.sched_setaffinity(0, mask)
print(os.sched_getaffinity(0) == mask, os.sched_yield(), os.sched_param(sched_priority=3))
print(os.getpriority(os.PRIO_PROCESS, 0) == os.nice(0), os.getpgid(0) == os.getpgrp(), os.getsid(0) >= 0)
print(os.getresuid()[0] == os.getuid(), os.getresgid()[1] == os.getegid(), type(os.getgroups()), os.getgrouplist('root', 0))
print(len(os.getrandom(8)), os.ctermid(), os.setreuid(-1, -1), os.setresgid(-1, -1, -1))
for wrong in (lambda: os.sysconf('x'), lambda: os.sysconf(1.5), lambda: os.sysconf(9999), lambda: os.pathconf('/nonexistent', 0),
              lambda: os.statvfs('/nonexistent'), lambda: os.statvfs_result((1,)), lambda: os.sched_setaffinity(0, [-1]),
              lambda: os.sched_setaffinity(0, ['a']), lambda: os.sched_setaffinity(0, []), lambda: os.sched_setscheduler(0, 0, 5),
              lambda: os.sched_setparam(0, os.sched_param('x')), lambda: os.sched_getscheduler(-1), lambda: os.sched_param(),
              lambda: os.setuid('x'), lambda: os.setuid(-5), lambda: os.setgroups(5), lambda: os.setgroups(['a']),
              lambda: os.chown('/', 1.5, 0), lambda: os.getpgid(2 ** 40), lambda: os.getpriority(99, 0), lambda: os.getxattr('/nonexistent', 'user.x'),
              lambda: os.listxattr(1, follow_symlinks=False), lambda: os.getxattr('/', 5), lambda: os.getrandom(-1), lambda: os.unshare(-1)):
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__, error)

# expect: True 255
# expect: 4096 /bin:/usr/bin 135 20 27
# expect: <class 'os.statvfs_result'> 10 True True True
# expect: os.statvfs_result(f_bsize=0, f_frsize=1, f_blocks=2, f_bfree=3, f_bavail=4, f_files=5, f_ffree=6, f_favail=7, f_flag=8, f_namemax=9)
# expect: True posix.sched_param(sched_priority=0) 99
# expect: True None posix.sched_param(sched_priority=3)
# expect: True True True
# expect: True True <class 'list'> [0]
# expect: 8 /dev/tty None None
# expect: ValueError unrecognized configuration name
# expect: TypeError configuration names must be strings or integers
# expect: OSError [Errno 22] Invalid argument
# expect: FileNotFoundError [Errno 2] No such file or directory: '/nonexistent'
# expect: FileNotFoundError [Errno 2] No such file or directory: '/nonexistent'
# expect: TypeError os.statvfs_result() takes an at least 10-sequence (1-sequence given)
# expect: ValueError negative CPU number
# expect: TypeError expected an iterator of ints, but iterator yielded <class 'str'>
# expect: OSError [Errno 22] Invalid argument
# expect: TypeError must have a sched_param object
# expect: TypeError 'str' object cannot be interpreted as an integer
# expect: OSError [Errno 22] Invalid argument
# expect: TypeError sched_param() missing required argument 'sched_priority' (pos 1)
# expect: TypeError uid should be integer, not str
# expect: OverflowError uid is less than minimum
# expect: TypeError setgroups argument must be a sequence
# expect: TypeError groups must be integers
# expect: TypeError uid should be integer, not float
# expect: OverflowError signed integer is greater than maximum
# expect: OSError [Errno 22] Invalid argument
# expect: FileNotFoundError [Errno 2] No such file or directory: '/nonexistent'
# expect: ValueError listxattr: cannot use fd and follow_symlinks together
# expect: TypeError getxattr: attribute should be string, bytes or os.PathLike, not int
# expect: OSError [Errno 22] Invalid argument
# expect: OSError [Errno 22] Invalid argument
