# What is built on the system's calls.

import abc
import sys
import stat as st
from collections.abc import Mapping, MutableMapping
from types import GenericAlias
import posix
from posix import *
from posix import _exit

name, linesep = 'posix', '\n'

import posixpath as path
sys.modules['os.path'] = path
from os.path import (curdir, pardir, sep, pathsep, defpath, extsep, altsep, devnull)

supports_bytes_environ = True
supports_dir_fd = {access, chmod, chown, link, mkdir, mkfifo, mknod, open, readlink, rename, rmdir,
                   stat, symlink, unlink, utime}
supports_effective_ids = {access}
supports_fd = {chdir, chmod, chown, execve, listdir, pathconf, scandir, stat, statvfs, truncate,
               utime}
supports_follow_symlinks = {access, chown, link, stat, utime}


# ---- the environment ---------------------------------------------------------

class _Environ(MutableMapping):
    """Variables as text or bytes; a change reaches the process at once."""

    def __init__(self, data, encodekey, decodekey, encodevalue, decodevalue):
        self.encodekey, self.decodekey = encodekey, decodekey
        self.encodevalue, self.decodevalue = encodevalue, decodevalue
        self._data = data

    def __getitem__(self, key):
        try:
            value = self._data[self.encodekey(key)]
        except KeyError:
            # The key as the caller wrote it.
            raise KeyError(key) from None
        return self.decodevalue(value)

    def __setitem__(self, key, value):
        key, value = self.encodekey(key), self.encodevalue(value)
        putenv(key, value)
        self._data[key] = value

    def __delitem__(self, key):
        encoded = self.encodekey(key)
        unsetenv(encoded)
        try:
            del self._data[encoded]
        except KeyError:
            raise KeyError(key) from None

    def __iter__(self):
        for key in list(self._data):
            yield self.decodekey(key)

    def __len__(self):
        return len(self._data)

    def __repr__(self):
        shown = ', '.join(f'{self.decodekey(key)!r}: {self.decodevalue(value)!r}'
                          for key, value in self._data.items())
        return f'environ({{{shown}}})'

    def copy(self):
        return dict(self)

    def setdefault(self, key, value):
        if key not in self:
            self[key] = value
        return self[key]

    def __ior__(self, other):
        self.update(other)
        return self

    def __or__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        return {**self, **other}

    def __ror__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        return {**other, **self}


def _text_only(value):
    if not isinstance(value, str):
        raise TypeError('str expected, not %s' % type(value).__name__)
    return value.encode('utf-8', 'surrogateescape')


def _bytes_only(value):
    if not isinstance(value, bytes):
        raise TypeError('bytes expected, not %s' % type(value).__name__)
    return value


def _decode(value):
    return value.decode('utf-8', 'surrogateescape')


environb = _Environ(posix.environ, _bytes_only, bytes, _bytes_only, bytes)
environ = _Environ(posix.environ, _text_only, _decode, _text_only, _decode)


def getenv(key, default=None):
    """The environment variable key as str, or default."""
    return environ.get(key, default)


def getenvb(key, default=None):
    """The environment variable key as bytes, or default."""
    return environb.get(key, default)


def get_exec_path(env=None):
    """The directories in which programs are looked for: PATH in env, by default that of the
    process."""
    if env is None:
        env = environ
    found = env.get('PATH')
    try:
        as_bytes = env[b'PATH']
    except (KeyError, TypeError):
        # The process's own environment has no bytes for keys.
        as_bytes = None
    if as_bytes is not None:
        if found is not None:
            raise ValueError("env cannot contain 'PATH' and b'PATH' keys")
        found = as_bytes
    if found is None:
        found = defpath
    return fsdecode(found).split(pathsep)


# ---- names of files ----------------------------------------------------------

def fsencode(filename):
    """The path as bytes in the file system's encoding (surrogateescape)."""
    filename = fspath(filename)
    if isinstance(filename, str):
        return filename.encode('utf-8', 'surrogateescape')
    return filename


def fsdecode(filename):
    """The path as str from the file system's encoding (surrogateescape)."""
    filename = fspath(filename)
    if isinstance(filename, bytes):
        return filename.decode('utf-8', 'surrogateescape')
    return filename


class PathLike(abc.ABC):
    """The abstract base class of what has __fspath__."""

    __slots__ = ()

    @abc.abstractmethod
    def __fspath__(self):
        """The path as str or bytes: itself, or what its __fspath__ gives."""
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is not PathLike:
            return NotImplemented
        for each in subclass.__mro__:
            if '__fspath__' in each.__dict__:
                return NotImplemented if each.__dict__['__fspath__'] is None else True
        return NotImplemented

    __class_getitem__ = classmethod(GenericAlias)


_fspath = fspath


def fdopen(fd, mode="r", buffering=-1, encoding=None, *args, **kwargs):
    if not isinstance(fd, int):
        raise TypeError("invalid fd type (%s, expected integer)" % type(fd))
    import io
    return io.open(fd, mode, buffering, encoding, *args, **kwargs)


def device_encoding(fd):
    """The encoding of the terminal at fd, or None if that is no terminal."""
    return 'UTF-8' if isatty(fd) else None


# ---- folders -----------------------------------------------------------------

def _folder_and_name(name):
    """The path's last part, whatever slashes follow it, and what is in front of it."""
    head, tail = path.split(name)
    return (head, tail) if tail else path.split(head)


def _folder_of(name):
    head, tail = path.split(name)
    return head if tail else tail


def makedirs(name, mode=0o777, exist_ok=False):
    """Makes a directory and those on the way to it; one that is there already is an error unless
    exist_ok."""
    folder, last = _folder_and_name(name)
    if last and folder and not path.exists(folder):
        try:
            makedirs(folder, exist_ok=exist_ok)
        except FileExistsError:
            # Somebody else was quicker.
            pass
        if last in ('.', b'.'):
            return
    try:
        mkdir(name, mode)
    except OSError:
        # The system may prefer another error to "exists".
        if not (exist_ok and path.isdir(name)):
            raise


def removedirs(name):
    """Removes an empty directory, then each one above it that is empty then."""
    rmdir(name)
    above, last = _folder_and_name(name)
    try:
        while last and above:
            rmdir(above)
            above, last = path.split(above)
    except OSError:
        # The first one that has something else in it.
        pass


def renames(old, new):
    """Renames old to new; makes the directories on the way and removes those left empty."""
    wanted, left = _folder_of(new), _folder_of(old)
    if wanted and not path.exists(wanted):
        makedirs(wanted)
    rename(old, new)
    try:
        if left:
            removedirs(left)
    except OSError:
        pass


def _answer(question):
    try:
        return question()
    except OSError:
        return False


def _entries_of(top, onerror):
    """The entries of a directory, each with whether it is one itself; None if reading fails."""
    try:
        with scandir(top) as entries:
            return [(entry, _answer(entry.is_dir)) for entry in entries]
    except OSError as error:
        if onerror is not None:
            onerror(error)
        return None


# Given as followlinks: links to folders count as files.
_walk_symlinks_as_files = object()


def walk(top, topdown=True, onerror=None, followlinks=False):
    """Goes through the tree under top and yields (dirpath, dirnames, filenames) for each
    directory."""
    # Folders still to be listed, and results that wait for those below them.
    waiting = [fspath(top)]
    while waiting:
        top = waiting.pop()
        if isinstance(top, tuple):
            yield top
            continue
        entries = _entries_of(top, onerror)
        if entries is None:
            continue
        if followlinks is _walk_symlinks_as_files:
            entries = [(entry, is_dir and not _answer(entry.is_symlink))
                       for entry, is_dir in entries]
        result = (top, [entry.name for entry, is_dir in entries if is_dir],
                  [entry.name for entry, is_dir in entries if not is_dir])
        if topdown:
            yield result
            # The caller may have taken some out, or put them into another order.
            below = [path.join(top, name) for name in reversed(result[1])]
            waiting += [each for each in below if followlinks or not path.islink(each)]
        else:
            waiting.append(result)
            waiting += [entry.path for entry, is_dir in reversed(entries)
                        if is_dir and (followlinks or not _answer(entry.is_symlink))]


def _samefile(one, other):
    return (one.st_ino, one.st_dev) == (other.st_ino, other.st_dev)


def _opened(name, folder, onerror, may_be_link, is_top):
    """A descriptor of a folder; None if it is none, is a link that does not count, or fails. What
    the walk begins with must not fail."""
    fd = None
    try:
        expected = None if may_be_link else stat(name, dir_fd=folder, follow_symlinks=False)
        fd = open(name, O_RDONLY | O_NONBLOCK, dir_fd=folder)
        # Between the two it may have become another one.
        if expected is None or (_samefile(expected, stat(fd)) and
                                (not is_top or st.S_ISDIR(expected.st_mode))):
            return fd
    except OSError as error:
        if is_top:
            raise
        if onerror is not None:
            onerror(error)
    if fd is not None:
        close(fd)
    return None


def _names_in(fd, as_bytes):
    """The names of the folders in an open folder, and of the rest."""
    folders, others = [], []
    with scandir(fd) as entries:
        for entry in entries:
            name = fsencode(entry.name) if as_bytes else entry.name
            (folders if _answer(entry.is_dir) else others).append(name)
    return folders, others


def fwalk(top=".", topdown=True, onerror=None, *, follow_symlinks=False, dir_fd=None):
    """As walk(), and yields (dirpath, dirnames, filenames, dirfd): an open descriptor of the
    directory, until the next step."""
    if not isinstance(top, int):
        top = fspath(top)
    as_bytes = isinstance(top, bytes)
    # Folders to open, as (path, name, descriptor above); results still to be shown; descriptors
    # to close once everything below is done.
    start = top, top, dir_fd
    waiting, opened = [start], set()
    try:
        while waiting:
            step = waiting.pop()
            if isinstance(step, int):
                opened.discard(step)
                close(step)
                continue
            if len(step) == 4:
                yield step
                continue
            dirpath, name, above = step
            fd = _opened(name, above, onerror, follow_symlinks, step is start)
            if fd is None:
                continue
            opened.add(fd)
            waiting.append(fd)
            folders, others = _names_in(fd, as_bytes)
            result = (dirpath, folders, others, fd)
            if topdown:
                yield result
            else:
                waiting.append(result)
            waiting += [(path.join(dirpath, each), each, fd) for each in reversed(folders)]
    finally:
        for fd in opened:
            close(fd)


# ---- programs ----------------------------------------------------------------

def abort():
    """Abort the interpreter immediately."""
    kill(getpid(), 6)


P_WAIT, P_NOWAIT, P_NOWAITO = 0, 1, 1


def execl(file, *args):
    """Puts the program file in place of this one, with these arguments."""
    execv(file, args)


def execle(file, *args):
    """As execl(); the last argument is the environment."""
    execve(file, args[:-1], args[-1])


def execlp(file, *args):
    """As execl(); file is looked for in the folders of PATH."""
    execvp(file, args)


def execlpe(file, *args):
    """As execlp(); the last argument is the environment, whose PATH counts."""
    execvpe(file, args[:-1], args[-1])


def execvp(file, args):
    """Puts the program file, from a folder of PATH, in place of this one."""
    _from_path(execv, file, (args,), None)


def execvpe(file, args, env):
    """As execvp(), with an environment, whose PATH counts."""
    if env is None:
        return execvp(file, args)
    _from_path(execve, file, (args, env), env)


def _from_path(execute, file, rest, env):
    if path.dirname(file):
        return execute(file, *rest)
    problem = None
    encode = fsencode if isinstance(file, bytes) else fspath
    for folder in get_exec_path(env):
        try:
            execute(path.join(encode(folder), file), *rest)
        except (FileNotFoundError, NotADirectoryError) as error:
            missing = error
        except OSError as error:
            # What was there but would not run says more than what was not there.
            problem = problem or error
    raise problem or missing


def _beside(mode, execute, file, args, *env):
    if not isinstance(args, (tuple, list)):
        raise TypeError('argv must be a tuple or a list')
    if not args or not args[0]:
        raise ValueError('argv first element cannot be empty')
    child = fork()
    if child == 0:
        try:
            execute(file, args, *env)
        finally:
            # Nothing else of this copy may run.
            _exit(127)
    status = None
    while mode == P_WAIT and (status is None or WIFSTOPPED(status)):
        status = waitpid(child, 0)[1]
    return child if status is None else waitstatus_to_exitcode(status)


def spawnv(mode, file, args):
    """Starts a program beside this one. With P_WAIT waits for it: its exit code, or a signal's
    number below zero; otherwise its process's number."""
    return _beside(mode, execv, file, args)


def spawnve(mode, file, args, env):
    """As spawnv(), with an environment."""
    return _beside(mode, execve, file, args, env)


def spawnvp(mode, file, args):
    """As spawnv(); file is looked for in the folders of PATH."""
    return _beside(mode, execvp, file, args)


def spawnvpe(mode, file, args, env):
    """As spawnvp(), with an environment."""
    return _beside(mode, execvpe, file, args, env)


def spawnl(mode, file, *args):
    """As spawnv(), with single arguments."""
    return _beside(mode, execv, file, args)


def spawnle(mode, file, *args):
    """As spawnve(), with single arguments and the environment last."""
    return _beside(mode, execve, file, args[:-1], args[-1])


def spawnlp(mode, file, *args):
    """As spawnvp(), with single arguments."""
    return _beside(mode, execvp, file, args)


def spawnlpe(mode, file, *args):
    """As spawnvpe(), with single arguments and the environment last."""
    return _beside(mode, execvpe, file, args[:-1], args[-1])


def popen(cmd, mode="r", buffering=-1):
    """A text stream from (mode 'r') or to ('w') a command that a shell runs."""
    if not isinstance(cmd, str):
        raise TypeError('invalid cmd type (%s, expected string)' % type(cmd))
    if mode not in ('r', 'w'):
        raise ValueError('invalid mode %r' % mode)
    if buffering == 0 or buffering is None:
        raise ValueError('popen() does not support unbuffered streams')
    import io
    import subprocess
    side = {'r': 'stdout', 'w': 'stdin'}[mode]
    process = subprocess.Popen(cmd, shell=True, text=True, bufsize=buffering,
                               **{side: subprocess.PIPE})
    return _wrap_close(getattr(process, side), process)


class _wrap_close:
    """The stream of a popen(): closing it waits for the command."""

    def __init__(self, stream, process):
        self._stream, self._process = stream, process

    def close(self):
        """Closes the stream; the command's status unless that is 0."""
        self._stream.close()
        code = self._process.wait()
        # As the status of a process that came to its own end; a signal's number stays below zero.
        return (code << 8) or None

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def __iter__(self):
        return iter(self._stream)

    def __getattr__(self, name):
        return getattr(self._stream, name)


def _all_names():
    return [name for name in list(globals()) if name[0] != '_' and name not in
            ('abc', 'sys', 'st', 'posix', 'Mapping', 'MutableMapping', 'GenericAlias', 'PathLike')
            ] + ['PathLike', 'confstr_names', 'pathconf_names', 'sysconf_names']


__all__ = _all_names()
del posix, _all_names
