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
supports_dir_fd = set()
supports_effective_ids = set()
supports_fd = {chdir, chmod, chown, listdir, scandir, stat, truncate, utime}
supports_follow_symlinks = {chmod, chown, link, stat, utime}

P_WAIT, P_NOWAIT, P_NOWAITO = 0, 1, 1


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
    if b'PATH' in env:
        if found is not None:
            raise ValueError("env cannot contain 'PATH' and b'PATH' keys")
        found = env[b'PATH']
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


# ---- programs ----------------------------------------------------------------

def abort():
    """Abort the interpreter immediately."""
    kill(getpid(), 6)


def getlogin():
    """Who is logged in at the terminal."""
    for variable in ('LOGNAME', 'USER'):
        found = environ.get(variable)
        if found:
            return found
    raise OSError(6, strerror(6))


def pipe2(flags, /):
    """A new pipe with flags, as (read end, write end)."""
    ends = pipe()
    for fd in ends:
        if not flags & O_CLOEXEC:
            set_inheritable(fd, True)
        if flags & O_NONBLOCK:
            set_blocking(fd, False)
    return ends


def _all_names():
    return [name for name in list(globals()) if name[0] != '_' and name not in
            ('abc', 'sys', 'st', 'posix', 'Mapping', 'MutableMapping', 'GenericAlias')]


__all__ = _all_names()
del posix, _all_names
