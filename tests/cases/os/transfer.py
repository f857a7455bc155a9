# Reading and writing elsewhere than at the position, and from file to file.
# args: <FOLDER>
import os, sys

folder = sys.argv[1]
fd = os.open(folder + '/a', os.O_RDWR | os.O_CREAT)
print(os.write(fd, b'0123456789'), os.pread(fd, 4, 3), os.pwrite(fd, b'xy', 1), os.lseek(fd, 0, 1))
one, two = bytearray(3), bytearray(4)
print(os.preadv(fd, [one, memoryview(two)], 0), one, two)
print(os.pwritev(fd, [b'AB', bytearray(b'CD')], 6), os.pread(fd, 20, 0))
os.lseek(fd, 0, 0)
print(os.readv(fd, [one]), one, os.writev(fd, (b'-', b'+')), os.pread(fd, 20, 0))
other = os.open(folder + '/b', os.O_RDWR | os.O_CREAT)
print(os.sendfile(other, fd, 2, 3), os.pread(other, 20, 0))
print(os.copy_file_range(fd, other, 4, offset_src=0, offset_dst=5), os.pread(other, 20, 0))
reader, writer = os.pipe()
print(os.splice(fd, writer, 5, offset_src=1), os.read(reader, 20))
os.posix_fallocate(other, 0, 100)
os.posix_fadvise(other, 0, 0, os.POSIX_FADV_SEQUENTIAL)
print(os.fstat(other).st_size)
os.lockf(fd, os.F_LOCK, 0)
os.lockf(fd, os.F_ULOCK, 0)
os.fdatasync(fd)
os.truncate(other, 7)
print(os.fstat(other).st_size)
for wrong in (lambda: os.pread(fd, -1, 0), lambda: os.readv(fd, [b'abc']), lambda: os.readv(fd, 5),
              lambda: os.writev(fd, ['text']), lambda: os.preadv(fd, [one], 'x'),
              lambda: os.copy_file_range(fd, other, -1), lambda: os.lockf(fd, 99, 0),
              lambda: os.posix_fallocate(fd, 0, 0), lambda: os.sendfile(9999, fd, 0, 1),
              lambda: os.pread(2 ** 40, 1, 0), lambda: os.fsync('x')):
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__, error)

# expect: 10 b'3456' 2 10
# expect: 7 bytearray(b'0xy') bytearray(b'3456')
# expect: 4 b'0xy345ABCD'
# expect: 3 bytearray(b'0xy') 2 b'0xy-+5ABCD'
# expect: 3 b'y-+'
# expect: 4 b'y-+\x00\x000xy-'
# expect: 5 b'xy-+5'
# expect: 100
# expect: 7
# expect: OSError [Errno 22] Invalid argument
# expect: BufferError Object is not writable.
# expect: TypeError readv() arg 2 must be a sequence
# expect: TypeError a bytes-like object is required, not 'str'
# expect: TypeError 'str' object cannot be interpreted as an integer
# expect: ValueError negative value for 'count' not allowed
# expect: OSError [Errno 22] Invalid argument
# expect: OSError [Errno 22] Invalid argument
# expect: OSError [Errno 9] Bad file descriptor
# expect: OverflowError Python int too large to convert to C int
# expect: TypeError argument must be an int, or have a fileno() method.
