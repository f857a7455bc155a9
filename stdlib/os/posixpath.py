# Paths as text: joining, splitting, making them absolute.

import sys

__all__ = ["normcase", "isabs", "join", "splitdrive", "splitroot", "split", "splitext",
           "basename", "dirname", "commonprefix", "getsize", "getmtime", "getatime", "getctime",
           "islink", "exists", "lexists", "isdir", "isfile", "ismount", "expanduser",
           "expandvars", "normpath", "abspath", "samefile", "sameopenfile", "samestat", "curdir",
           "pardir", "sep", "pathsep", "defpath", "altsep", "extsep", "devnull", "realpath",
           "supports_unicode_filenames", "relpath", "commonpath", "isjunction", "isdevdrive"]

curdir, pardir, extsep, sep, pathsep = '.', '..', '.', '/', ':'
defpath, altsep, devnull = '/bin:/usr/bin', None, '/dev/null'
supports_unicode_filenames = sys.platform == 'darwin'

# os takes the names above from here, whichever of the two is imported first.
import os
import stat
import genericpath
from genericpath import *


def _get_sep(path):
    return b'/' if isinstance(path, bytes) else '/'


def normcase(s):
    """The path as it is: case counts on this system."""
    return os.fspath(s)


def isabs(s):
    """Whether the path begins at the root."""
    s = os.fspath(s)
    return s.startswith(_get_sep(s))


def _appended(path, part, slash):
    if not path or part.startswith(slash):
        # Also where the front is empty both must be of one kind.
        return path[:0] + part
    return path + part if path.endswith(slash) else path + slash + part


def join(a, *p):
    """The parts with '/' between them; a part that begins with '/' drops those before it."""
    joined = a = os.fspath(a)
    slash = _get_sep(a)
    try:
        for part in p:
            joined = _appended(joined, os.fspath(part), slash)
    except (TypeError, AttributeError, BytesWarning):
        genericpath._check_arg_types('join', a, *p)
        raise
    return joined


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
    return genericpath._splitext(p, slash, None, dot)


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
        if stat.S_ISLNK(own.st_mode):
            return False
        up = '..' if isinstance(own_path := os.fspath(path), str) else b'..'
        above = os.lstat(realpath(join(own_path, up)))
    except (OSError, ValueError):
        return False
    return own.st_ino == above.st_ino or own.st_dev != above.st_dev


def expanduser(path):
    """Puts home directories for a leading ~ or ~user, where known."""
    path = os.fspath(path)
    slash, tilde = ('/', '~') if isinstance(path, str) else (b'/', b'~')
    if path[:1] != tilde:
        return path
    who = path[1:].split(slash, 1)[0]
    below = path[1 + len(who):]
    if who:
        name = os.fsdecode(who)
        home = _home_of(lambda fields: fields[0] == name)
    elif (home := os.environ.get('HOME')) is None:
        home = _home_of(lambda fields: fields[2] == str(os.getuid()))
    if home is None:
        return path
    home = home if isinstance(path, str) else os.fsencode(home)
    return home.rstrip(slash) + below or slash


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


def _link_target(name, strict, parts_follow):
    """Where the link leads; None of what is no link, or cannot be looked at unless strict."""
    try:
        mode = os.lstat(name).st_mode
        if stat.S_ISLNK(mode):
            return os.readlink(name)
        if strict and not stat.S_ISDIR(mode) and parts_follow():
            raise NotADirectoryError(20, os.strerror(20), name)
    except OSError:
        if strict:
            raise
    return None


def realpath(filename, *, strict=False):
    """The absolute path without symbolic links; missing files are an error if strict."""
    filename = os.fspath(filename)
    binary = isinstance(filename, bytes)
    slash, here, up = (b'/', b'.', b'..') if binary else ('/', '.', '..')
    place = slash if filename.startswith(slash) else os.getcwdb() if binary else os.getcwd()
    # Where each link leads; None while the way there is still being walked.
    goals = {}
    # The ways being walked, each of them with its link and its parts to come, the next one last.
    ways = [(None, filename.split(slash)[::-1])]

    def parts_follow():
        return any(any(parts) for _, parts in ways)

    while ways:
        link, parts = ways[-1]
        if not parts:
            goals[link] = place
            ways.pop()
            continue
        part = parts.pop()
        if part == up:
            place = place[:place.rindex(slash)] or slash
        if part in (here, up, slash[:0]):
            continue
        name = place.removesuffix(slash) + slash + part
        if name in goals:
            if goals[name] is None and strict:
                # A link that leads to itself: the system says so.
                os.stat(name)
            place = name if goals[name] is None else goals[name]
            continue
        target = _link_target(name, strict, parts_follow)
        if target is None:
            place = name
            continue
        goals[name] = None
        ways.append((name, target.split(slash)[::-1]))
        if target.startswith(slash):
            place = slash
    return place


def _whole_parts(path, slash):
    return [part for part in abspath(path).split(slash) if part]


def relpath(path, start=None):
    """The path as seen from start, the current folder if None."""
    path = os.fspath(path)
    if not path:
        raise ValueError("no path specified")
    slash, here, up = ('/', '.', '..') if isinstance(path, str) else (b'/', b'.', b'..')
    start = os.fspath(here if start is None else start)
    try:
        origin, goal = _whole_parts(start, slash), _whole_parts(path, slash)
        shared = len(commonprefix([origin, goal]))
        way = [up for _ in origin[shared:]]
        return slash.join(way + goal[shared:]) or here
    except (TypeError, AttributeError, BytesWarning, DeprecationWarning):
        genericpath._check_arg_types('relpath', path, start)
        raise


def commonpath(paths):
    """The longest path that all of them lie under."""
    paths = [os.fspath(each) for each in paths]
    if not paths:
        raise ValueError('commonpath() arg is an empty sequence')
    slash, unwanted = ('/', ('', '.')) if isinstance(paths[0], str) else (b'/', (b'', b'.'))
    try:
        absolute = [each.startswith(slash) for each in paths]
        if any(absolute) and not all(absolute):
            raise ValueError("Can't mix absolute and relative paths")
        shared = commonprefix([[part for part in each.split(slash) if part not in unwanted]
                               for each in paths])
        return slash * absolute[0] + slash.join(shared)
    except (TypeError, AttributeError):
        genericpath._check_arg_types('commonpath', *paths)
        raise
