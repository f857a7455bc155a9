# Lines of source files. The interpreter keeps what it has read for its own tracebacks.

import _traceback

__all__ = ["getline", "clearcache", "checkcache", "lazycache"]

cache = {}


def clearcache():
    """Clear the cache entirely."""
    cache.clear()
    _traceback.forget()


def getline(filename, lineno, module_globals=None):
    """Get a line for a Python source file from the cache.
    Update the cache if it doesn't contain an entry for this file already."""
    lines = getlines(filename, module_globals)
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ''


def getlines(filename, module_globals=None):
    """Get the lines for a Python source file from the cache.
    Update the cache if it doesn't contain an entry for this file already."""
    if filename in cache:
        return cache[filename][2]
    return updatecache(filename, module_globals)


def checkcache(filename=None):
    """Discard cache entries that are out of date."""
    if filename is None or filename not in cache:
        cache.clear()
    else:
        del cache[filename]
    _traceback.forget()


def updatecache(filename, module_globals=None):
    """Update a cache entry and return its list of lines."""
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
    """Seed the cache for filename with module_globals."""
    return False
