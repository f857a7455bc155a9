# Messages of several buffers, with descriptors beside them, into buffers, and with what goes wrong.
import array
import os
import socket


def shown(function, *args):
    try:
        print(function(*args))
    except (OSError, OverflowError, TypeError, ValueError) as error:
        print(type(error).__name__, error)


one, other = socket.socketpair()
print(one.sendmsg([b'a', bytearray(b'bc'), memoryview(b'def')]), other.recvmsg(100))
print(one.sendmsg([]), one.sendmsg((part for part in (b'x', b'y'))), other.recvmsg(1), other.recvmsg(10))
one.send(b'abcdefgh')
parts = [bytearray(3), memoryview(bytearray(2)), bytearray(10)]
print(other.recvmsg_into(parts), [bytes(part) for part in parts])

read, write = os.pipe()
fds = array.array('i', [read, write])
print(one.sendmsg([b'fds'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)]))
data, beside, flags, address = other.recvmsg(10, socket.CMSG_LEN(2 * fds.itemsize))
[(level, kind, content)] = beside
got = array.array('i')
got.frombytes(content)
print(data, level == socket.SOL_SOCKET, kind == socket.SCM_RIGHTS, len(got), flags & socket.MSG_CTRUNC, address)
os.write(write, b'through the pipe')
print(os.read(got[0], 100))
for fd in (read, write, *got):
    os.close(fd)
socket.send_fds(one, [b'again'], [other.fileno()])
data, fds, flags, address = socket.recv_fds(other, 10, 2)
print(data, len(fds), flags & socket.MSG_TRUNC)
os.close(fds[0])
# No room for what goes beside.
one.sendmsg([b'cut'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', [1]))])
data, beside, flags, address = other.recvmsg(10)
print(data, beside, flags & socket.MSG_CTRUNC == socket.MSG_CTRUNC)

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver, \
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
    receiver.bind(('127.0.0.1', 0))
    sender.bind(('127.0.0.1', 0))
    print(sender.sendmsg([b'data', b'gram'], [], 0, receiver.getsockname()))
    data, beside, flags, address = receiver.recvmsg(3)
    print(data, beside, flags & socket.MSG_TRUNC == socket.MSG_TRUNC, address == sender.getsockname())
    receiver.settimeout(0.01)
    shown(receiver.recvmsg, 1)
    shown(sender.sendmsg, [b'x' * 100_000], [], 0, receiver.getsockname())

print(socket.CMSG_LEN(0) == array.array('L').itemsize + 8, socket.CMSG_SPACE(1) - socket.CMSG_SPACE(0))
for wrong in ((socket.CMSG_LEN, -1), (socket.CMSG_SPACE, 1 << 40), (one.recvmsg, -1), (one.recvmsg, 1, -1),
              (one.sendmsg, 3), (one.sendmsg, ['a']), (one.sendmsg, [b'a'], 3), (one.sendmsg, [b'a'], [(1, 2, 'a')]),
              (other.recvmsg_into, [b'a']), (other.recvmsg_into, 3)):
    shown(*wrong)
one.close()
shown(one.sendmsg, [b'a'])
print(other.recvmsg(10)[0])
