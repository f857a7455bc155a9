# Terminals that a program plays for another one.

import os
import selectors
import termios
import tty

from _asyncio import _close, _spawn

__all__ = ['openpty', 'spawn']

STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO = range(3)


def openpty():
    """Two descriptors of a new terminal: that of who shows it, and that of programs."""
    return os.openpty()


def _read(fd):
    return os.read(fd, 1024)


def _write_all(fd, data):
    while data:
        data = data[os.write(fd, data):]


def _pass_on(master, master_read, stdin_read):
    """Carry bytes both ways until the program has ended its side."""
    with selectors.DefaultSelector() as selector:
        ways = {master: (master_read, STDOUT_FILENO), STDIN_FILENO: (stdin_read, master)}
        for fd in ways:
            try:
                selector.register(fd, selectors.EVENT_READ)
            except PermissionError:
                # A file as the input: there is always something to be read.
                _write_all(master, stdin_read(fd))
        while True:
            for key, _ in selector.select():
                read, to = ways[key.fd]
                try:
                    data = read(key.fd)
                except OSError:
                    data = b''
                if data:
                    _write_all(to, data)
                elif key.fd == master:
                    return
                else:
                    selector.unregister(key.fd)


def spawn(argv, master_read=_read, stdin_read=_read):
    """Run a program in a terminal of its own, which is shown by this process; its status."""
    if isinstance(argv, str):
        argv = (argv,)
    master, slave = os.openpty()
    try:
        options = {'start_new_session': True, 'own_terminal': True}
        pid, ended = _spawn(argv, slave, slave, slave, options)
    except BaseException:
        os.close(master)
        raise
    finally:
        os.close(slave)
    _close(ended)
    before = None
    try:
        before = tty.setraw(STDIN_FILENO)
    except termios.error:
        # No terminal, so there is nothing to see to.
        pass
    try:
        _pass_on(master, master_read, stdin_read)
    finally:
        if before is not None:
            tty.tcsetattr(STDIN_FILENO, tty.TCSAFLUSH, before)
        os.close(master)
    return os.waitpid(pid, 0)[1]
