# Questions about paths whose answers do not depend on how a path is written.

import stat

__all__ = ['commonprefix', 'exists', 'getatime', 'getctime', 'getmtime', 'getsize', 'isdevdrive',
           'isdir', 'isfile', 'isjunction', 'islink', 'lexists', 'samefile', 'sameopenfile',
           'samestat']


def exists(path):
    """Whether something is at path; symbolic links are followed."""
    try:
        os.stat(path)
    except (OSError, ValueError):
        return False
    return True


def lexists(path):
    """Whether something is at path, be it a dangling link."""
    try:
        os.lstat(path)
    except (OSError, ValueError):
        return False
    return True


def isfile(path):
    """Whether there is a file of data at the path, maybe behind a link."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def isdir(s):
    """Whether path leads to a directory."""
    try:
        return stat.S_ISDIR(os.stat(s).st_mode)
    except (OSError, ValueError):
        return False


def islink(path):
    """Whether the path is a link itself."""
    try:
        return stat.S_ISLNK(os.lstat(path).st_mode)
    except (OSError, ValueError, AttributeError):
        return False


def isjunction(path):
    """Whether path is a junction: never, on this system."""
    os.fspath(path)
    return False


def isdevdrive(path):
    """Whether path is on a Dev Drive: never, on this system."""
    os.fspath(path)
    return False


def getsize(filename):
    """The file's size in bytes."""
    return os.stat(filename).st_size


def getmtime(filename):
    """The time of the last change to the file's content."""
    return os.stat(filename).st_mtime


def getatime(filename):
    """The time the file was last read."""
    return os.stat(filename).st_atime


def getctime(filename):
    """The time of the last change to the file's metadata."""
    return os.stat(filename).st_ctime


def commonprefix(m):
    """The longest text (or list) that all of them begin with, taken character by character."""
    if not m:
        return ''
    texts = m if isinstance(m[0], (list, tuple)) else [os.fspath(each) for each in m]
    # What the least and the greatest have in common, all between them have, too.
    least, greatest = min(texts), max(texts)
    shared = next((place for place, (one, other) in enumerate(zip(least, greatest))
                   if one != other), len(least))
    return least[:shared]


def samestat(s1, s2):
    """Whether two stat results are of the same file."""
    return s1.st_ino == s2.st_ino and s1.st_dev == s2.st_dev


def samefile(f1, f2):
    """Whether two paths lead to the same file; both have to exist."""
    return samestat(os.stat(f1), os.stat(f2))


def sameopenfile(fp1, fp2):
    """Whether two descriptors are of the same file."""
    return samestat(os.fstat(fp1), os.fstat(fp2))


def _splitext(p, sep, altsep, extsep):
    start = max(p.rfind(sep), p.rfind(altsep) if altsep else -1) + 1
    at = p.rfind(extsep)
    if at > start and p[start:at].strip(extsep):
        return p[:at], p[at:]
    return p, p[:0]


def _check_arg_types(funcname, *args):
    strange = [arg for arg in args if not isinstance(arg, (str, bytes))]
    if strange:
        raise TypeError(f'{funcname}() argument must be str, bytes, or os.PathLike object, '
                        f'not {strange[0].__class__.__name__!r}') from None
    if len({isinstance(arg, str) for arg in args}) > 1:
        raise TypeError("Can't mix strings and bytes in path components") from None


def _splitext(p, sep, altsep, extsep):
    """The path without its extension, and the extension with its dot; dots at the front do not
    count."""
    start = p.rfind(sep) + 1
    if altsep:
        start = max(start, p.rfind(altsep) + 1)
    at = p.rfind(extsep)
    if at > start and p[start:at].strip(extsep):
        return p[:at], p[at:]
    return p, p[:0]


# At the end: os has this module imported before it goes on itself.
import os
