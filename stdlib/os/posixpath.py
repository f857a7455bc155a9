# Paths as text: joining, splitting, making them absolute.

import os
import sys
import stat
import genericpath
from genericpath import *

__all__ = ["normcase", "isabs", "join", "splitdrive", "splitroot", "split", "splitext",
           "basename", "dirname", "commonprefix", "getsize", "getmtime", "getatime", "getctime",
           "islink", "exists", "lexists", "isdir", "isfile", "ismount", "expanduser",
           "expandvars", "normpath", "abspath", "samefile", "sameopenfile", "samestat", "curdir",
           "pardir", "sep", "pathsep", "defpath", "altsep", "extsep", "devnull", "realpath",
           "supports_unicode_filenames", "relpath", "commonpath", "isjunction", "isdevdrive"]

curdir, pardir, extsep, sep, pathsep = '.', '..', '.', '/', ':'
defpath, altsep, devnull = '/bin:/usr/bin', None, '/dev/null'
supports_unicode_filenames = sys.platform == 'darwin'


def _get_sep(path):
    return b'/' if isinstance(path, bytes) else '/'


def normcase(s):
    """The path as it is: case counts on this system."""
    return os.fspath(s)


def isabs(s):
    """Whether the path begins at the root."""
    s = os.fspath(s)
    return s.startswith(_get_sep(s))


def join(a, *p):
    """The parts with '/' between them; a part that begins with '/' drops those before it."""
    a = os.fspath(a)
    slash = _get_sep(a)
    path = a
    try:
        for part in map(os.fspath, p):
            if part.startswith(slash) or not path:
                # Also where the front is empty both must be of one kind.
                path = path[:0] + part
            elif path.endswith(slash):
                path += part
            else:
                path += slash + part
    except (TypeError, AttributeError, BytesWarning):
        genericpath._check_arg_types('join', a, *p)
        raise
    return path


def split(p):
    """The parts before and after the last slash, as (head, tail)."""
    p = os.fspath(p)
    slash = _get_sep(p)
    at = p.rfind(slash) + 1
    head, tail = p[:at], p[at:]
    # A head of slashes alone is the root.
    return head.rstrip(slash) or head, tail


def splitext(p):
    """The path without its extension, and the extension with its dot; dots at the front do not
    count."""
    p = os.fspath(p)
    slash, dot = (b'/', b'.') if isinstance(p, bytes) else ('/', '.')
    start = p.rfind(slash) + 1
    at = p.rfind(dot)
    if at > start and p[start:at].strip(dot):
        return p[:at], p[at:]
    return p, p[:0]


def splitdrive(p):
    """('', path): there are no drives on this system."""
    p = os.fspath(p)
    return p[:0], p


def splitroot(p):
    """The path as (drive, root, rest); the drive is always empty."""
    p = os.fspath(p)
    slash = _get_sep(p)
    empty = p[:0]
    if p[:1] != slash:
        return empty, empty, p
    if p[1:2] != slash or p[2:3] == slash:
        return empty, slash, p[1:]
    # Exactly two slashes have a meaning of their own.
    return empty, p[:2], p[2:]


def basename(p):
    """What follows the last slash."""
    return split(p)[1]


def dirname(p):
    """What precedes the last slash."""
    return split(p)[0]


def ismount(path):
    """Whether another file system begins at the path."""
    try:
        own = os.lstat(path)
    except (OSError, ValueError):
        return False
    if stat.S_ISLNK(own.st_mode):
        return False
    path = os.fspath(path)
    parent = realpath(join(path, b'..' if isinstance(path, bytes) else '..'))
    try:
        above = os.lstat(parent)
    except OSError:
        return False
    return own.st_dev != above.st_dev or own.st_ino == above.st_ino


def expanduser(path):
    """Puts home directories for a leading ~ or ~user, where known."""
    path = os.fspath(path)
    is_bytes = isinstance(path, bytes)
    slash, tilde = (b'/', b'~') if is_bytes else ('/', '~')
    if not path.startswith(tilde):
        return path
    end = path.find(slash, 1)
    if end < 0:
        end = len(path)
    if end == 1:
        home = os.environ.get('HOME')
        if home is None:
            home = _home_of(lambda fields: fields[2] == str(os.getuid()))
    else:
        name = path[1:end]
        if is_bytes:
            name = os.fsdecode(name)
        home = _home_of(lambda fields: fields[0] == name)
    if home is None:
        return path
    if is_bytes:
        home = os.fsencode(home)
    return (home.rstrip(slash) + path[end:]) or slash


def _home_of(wanted):
    """The home that the system's list of users gives for the one that is wanted."""
    try:
        with open('/etc/passwd', encoding='utf-8', errors='surrogateescape') as users:
            for line in users:
                fields = line.rstrip('\n').split(':')
                if len(fields) >= 6 and wanted(fields):
                    return fields[5]
    except OSError:
        pass
    return None


def expandvars(path):
    """Puts the values of environment variables for $name and ${name}, where set."""
    path = os.fspath(path)
    if isinstance(path, bytes):
        return os.fsencode(_expanded(os.fsdecode(path)))
    return _expanded(path)


def _expanded(path):
    result, rest = '', path
    while True:
        front, dollar, rest = rest.partition('$')
        result += front
        if not dollar:
            return result
        if rest.startswith('{'):
            end = rest.find('}')
            if end < 0:
                result += '$'
                continue
            name, length = rest[1:end], end + 1
        else:
            length = 0
            while length < len(rest) and (rest[length] == '_' or rest[length].isascii()
                                          and rest[length].isalnum()):
                length += 1
            name = rest[:length]
        value = os.environ.get(name) if name else None
        result += '$' + rest[:length] if value is None else value
        rest = rest[length:]


def normpath(path):
    """The path without double slashes, '.' and 'name/..'."""
    path = os.fspath(path)
    slash, dot, dots = (b'/', b'.', b'..') if isinstance(path, bytes) else ('/', '.', '..')
    _, root, path = splitroot(path)
    parts = []
    for part in path.split(slash):
        if not part or part == dot:
            continue
        if part != dots or (not root and not parts) or (parts and parts[-1] == dots):
            parts.append(part)
        elif parts:
            parts.pop()
    return root + slash.join(parts) or dot


def abspath(path):
    """Return an absolute path."""
    path = os.fspath(path)
    if not path.startswith(_get_sep(path)):
        path = join(os.getcwdb() if isinstance(path, bytes) else os.getcwd(), path)
    return normpath(path)


def realpath(filename, *, strict=False):
    """The absolute path without symbolic links; missing files are an error if strict."""
    filename = os.fspath(filename)
    slash, dot, dots = (b'/', b'.', b'..') if isinstance(filename, bytes) else ('/', '.', '..')
    if filename.startswith(slash):
        path = slash
    else:
        path = os.getcwdb() if isinstance(filename, bytes) else os.getcwd()
    # Parts still to be walked, the next one last; None ends the link on the stack's top.
    rest = filename.split(slash)[::-1]
    links = []
    seen = {}
    while rest:
        part = rest.pop()
        if part is None:
            link = links.pop()
            seen[link] = path
            continue
        if not part or part == dot:
            continue
        if part == dots:
            path = path[:path.rindex(slash)] or slash
            continue
        new = path + part if path == slash else path + slash + part
        try:
            mode = os.lstat(new).st_mode
            if not stat.S_ISLNK(mode):
                if strict and rest and not stat.S_ISDIR(mode) and any(rest):
                    raise NotADirectoryError(20, os.strerror(20), new)
                path = new
                continue
            if new in seen:
                known = seen[new]
                if known is not None:
                    path = known
                    continue
                # A link that leads to itself.
                if strict:
                    os.stat(new)
                path = new
                continue
            target = os.readlink(new)
        except OSError:
            if strict:
                raise
            path = new
            continue
        seen[new] = None
        links.append(new)
        if target.startswith(slash):
            path = slash
        rest.append(None)
        rest.extend(target.split(slash)[::-1])
    return path


def relpath(path, start=None):
    """The path as seen from start, the current folder if None."""
    path = os.fspath(path)
    if not path:
        raise ValueError("no path specified")
    slash, dot, dots = (b'/', b'.', b'..') if isinstance(path, bytes) else ('/', '.', '..')
    start = dot if start is None else os.fspath(start)
    try:
        from_parts = [part for part in abspath(start).split(slash) if part]
        to_parts = [part for part in abspath(path).split(slash) if part]
        common = len(commonprefix([from_parts, to_parts]))
        parts = [dots] * (len(from_parts) - common) + to_parts[common:]
        return slash.join(parts) or dot
    except (TypeError, AttributeError, BytesWarning, DeprecationWarning):
        genericpath._check_arg_types('relpath', path, start)
        raise


def commonpath(paths):
    """The longest path that all of them lie under."""
    paths = tuple(map(os.fspath, paths))
    if not paths:
        raise ValueError('commonpath() arg is an empty sequence')
    slash, dot = (b'/', b'.') if isinstance(paths[0], bytes) else ('/', '.')
    try:
        if len({path.startswith(slash) for path in paths}) != 1:
            raise ValueError("Can't mix absolute and relative paths") from None
        split_paths = [[part for part in path.split(slash) if part and part != dot]
                       for path in paths]
        prefix = slash if paths[0].startswith(slash) else slash[:0]
        return prefix + slash.join(commonprefix(split_paths))
    except (TypeError, AttributeError):
        genericpath._check_arg_types('commonpath', *paths)
        raise
