# How a process comes to be: as a copy of this one, or as a new interpreter that is told what to do.

import contextvars
import os
import pickle

from multiprocessing import process as _process

# While a process is described to a new interpreter: the descriptors that it needs.
handing_over = contextvars.ContextVar('handing_over', default=None)


def fork(process):
    """Start the process as a copy of this one."""
    _process._flush()
    # The parent holds the other end, so the child hears of its end.
    alive, held = os.pipe()
    pid = os.fork()
    if pid:
        os.close(alive)
        process._began(pid, os.pidfd_open(pid), held)
        return
    code = 1
    try:
        os.close(held)
        _process.Owned.leave_behind()
        code = process._live(alive)
    finally:
        os._exit(code & 255)


def spawn(process):
    """Start the process as a new interpreter."""
    from _processes import spawn as start
    from multiprocessing import spawn as told
    _process._flush()
    fds = []
    token = handing_over.set(fds)
    try:
        description = pickle.dumps(told.preparation()) + pickle.dumps(process)
    finally:
        handing_over.reset(token)
    read, write = os.pipe()
    alive, held = os.pipe()
    try:
        pid, ended = start(told.command_line(read, alive), None, None, None,
                           {'pass_fds': [read, alive, *fds]})
    except BaseException:
        os.close(held)
        os.close(write)
        raise
    finally:
        os.close(read)
        os.close(alive)
    process._began(pid, ended, held)
    try:
        with open(write, 'wb') as pipe:
            pipe.write(description)
    except BrokenPipeError:
        # It has ended already; its exit code says so.
        pass


def hand_over(obj, *fds):
    """Have a process that is being started get the descriptors, under the same numbers."""
    from multiprocessing.context import assert_spawning
    assert_spawning(obj)
    handing_over.get().extend(fds)


def taken_over(*fds):
    """In the new process: nobody else inherits them."""
    for fd in fds:
        os.set_inheritable(fd, False)
