# Lines of source files. The interpreter keeps what it has read for its own tracebacks.

import _traceback

__all__ = ["getline", "clearcache", "checkcache", "lazycache"]

cache = {}


def clearcache():
    """Clear the cache entirely."""
    cache.clear()
    _traceback.forget()


def getline(filename, lineno, module_globals=None):
    """One line of a file, from the cache or the file; '' if it cannot be had."""
    lines = getlines(filename, module_globals)
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ''


def getlines(filename, module_globals=None):
    """All lines of a file, from the cache or the file."""
    if filename in cache:
        return cache[filename][2]
    return updatecache(filename, module_globals)


def checkcache(filename=None):
    """Forgets the lines of files that have changed since."""
    if filename is None or filename not in cache:
        cache.clear()
    else:
        del cache[filename]
    _traceback.forget()


def updatecache(filename, module_globals=None):
    """Reads a file into the cache anew and gives its lines."""
    lines = _traceback.source_lines(filename)
    if lines and lines[-1] == '':
        # The end of the last line begins none.
        lines.pop()
    if not lines:
        return []
    lines = [line + '\n' for line in lines]
    cache[filename] = sum(map(len, lines)), None, lines, filename
    return lines


def lazycache(filename, module_globals):
    """Notes how the module's loader gives its source, to be asked when a line is wanted."""
    return False
