# Counters, timers, memory, processes and terminals behind descriptors.
import os, select, time

fd = os.eventfd(3, os.EFD_NONBLOCK)
os.eventfd_write(fd, 2 ** 40)
print(os.eventfd_read(fd))
try:
    os.eventfd_read(fd)
except BlockingIOError as error:
    print(error)
fd = os.memfd_create('name')
print(os.write(fd, b'abc'), os.pread(fd, 9, 0), os.get_inheritable(fd))
fd = os.timerfd_create(time.CLOCK_MONOTONIC, flags=os.TFD_CLOEXEC)
print(os.timerfd_settime(fd, initial=100, interval=0.25))
print(os.timerfd_settime_ns(fd, initial=5000, interval=0)[1], select.select([fd], [], [])[0] == [fd])
print(os.timerfd_gettime(fd), os.timerfd_gettime_ns(fd))
fd = os.pidfd_open(os.getpid())
print(os.get_inheritable(fd))
front, program = os.openpty()
print(os.isatty(front), os.isatty(program), os.ttyname(program) == os.ptsname(front), os.get_inheritable(front))
os.write(front, b'typed\n')
print(os.read(program, 99))
child, fd = os.forkpty()
if child == 0:
    os.write(1, b'on a terminal' if os.isatty(0) and os.ttyname(0) else b'nowhere')
    os._exit(0)
print(os.read(fd, 99), os.waitpid(child, 0)[1])
reader, writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
print(os.get_blocking(reader), os.get_inheritable(writer))
print(os.major(os.makedev(8, 3)), os.minor(os.makedev(8, 3)), os.makedev(1, 2), os.makedev(-1, -1), os.major(-1))
for wrong in (lambda: os.eventfd(-1), lambda: os.eventfd(2 ** 40), lambda: os.eventfd_write(fd, 2 ** 80),
              lambda: os.timerfd_settime(0, initial=-1), lambda: os.timerfd_create(99), lambda: os.memfd_create(5),
              lambda: os.pidfd_open(-1), lambda: os.ttyname(reader), lambda: os.ptsname(reader),
              lambda: os.setns(-1), lambda: os.makedev(2 ** 40, 2), lambda: os.mkfifo('/nonexistent/a')):
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__, error)

# expect: 1099511627779
# expect: [Errno 11] Resource temporarily unavailable
# expect: 3 b'abc' False
# expect: (0.0, 0.0)
# expect: 250000000 True
# expect: (0.0, 0.0) (0, 0)
# expect: False
# expect: True True True False
# expect: b'typed\n'
# expect: b'on a terminal' 0
# expect: False False
# expect: 8 3 258 -1 -1
# expect: ValueError value must be positive
# expect: OverflowError Python int too large for C unsigned int
# expect: OverflowError int too big to convert
# expect: OSError [Errno 22] Invalid argument
# expect: OSError [Errno 22] Invalid argument
# expect: TypeError expected str, bytes or os.PathLike object, not int
# expect: OSError [Errno 22] Invalid argument
# expect: OSError [Errno 25] Inappropriate ioctl for device
# expect: OSError [Errno 25] Inappropriate ioctl for device
# expect: ValueError file descriptor cannot be a negative integer (-1)
# expect: OverflowError Python int too large to convert to C unsigned int
# expect: FileNotFoundError [Errno 2] No such file or directory
