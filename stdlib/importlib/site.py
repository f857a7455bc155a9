"""Folders with installed packages: where they are, and what files in them ask for."""

import io
import os
import sys

PREFIXES = list(dict.fromkeys([sys.prefix, sys.exec_prefix]))
ENABLE_USER_SITE = None
USER_SITE = None
USER_BASE = None
_VERSION = 'python%d.%d' % sys.version_info[:2]


def _trace(message):
    if sys.flags.verbose:
        print(message, file=sys.stderr)


def _packages_in(prefix, library):
    return os.path.join(prefix, library, _VERSION, 'site-packages')


def makepath(*paths):
    """A path as it is added to sys.path, and as it is compared."""
    try:
        folder = os.path.abspath(os.path.join(*paths))
    except OSError:
        folder = os.path.join(*paths)
    return folder, os.path.normcase(folder)


def abs_paths():
    """Makes the names of files of all modules absolute; here they always are."""


def removeduppaths():
    """Makes sys.path absolute and leaves out what is there twice; what is there then."""
    folders = {}
    for folder, comparable in map(makepath, sys.path):
        folders.setdefault(comparable, folder)
    sys.path[:] = folders.values()
    return set(folders)


def _known_folders():
    """What is in sys.path, as it is compared."""
    return {makepath(item)[1] for item in sys.path if isinstance(item, str) and os.path.exists(item)}


def _add(folder, comparable, known_paths):
    if comparable not in known_paths:
        sys.path.append(folder)
        known_paths.add(comparable)


def _pth_text(path):
    """The text of a .pth file; None if it cannot be read, or hides."""
    try:
        if getattr(os.lstat(path), 'st_flags', 0) & 0x8000:
            _trace(f'Skipping hidden .pth file: {path!r}')
            return None
        _trace(f'Processing .pth file: {path!r}')
        with io.open_code(path) as file:
            content = file.read()
    except OSError:
        return None
    try:
        return content.decode('utf-8-sig')
    except UnicodeDecodeError:
        return content.decode('utf-8', 'surrogateescape')


def _follow(line, sitedir, known_paths):
    """Does what a line of a .pth file asks for."""
    if line.startswith(('import ', 'import\t')):
        exec(line)
    else:
        folder, comparable = makepath(sitedir, line.rstrip())
        if os.path.exists(folder):
            _add(folder, comparable, known_paths)


def addpackage(sitedir, name, known_paths):
    """Follows a .pth file: its lines are folders for sys.path, or imports to be executed."""
    known = _known_folders() if known_paths is None else known_paths
    path = os.path.join(sitedir, name)
    text = _pth_text(path)
    if text is None:
        return None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line[0] == '#':
            continue
        try:
            _follow(line, sitedir, known)
        except Exception as error:
            import textwrap
            import traceback
            report = textwrap.indent(''.join(traceback.format_exception(error)), '  ')
            print(f'Error processing line {number:d} of {path}:\n\n{report}\n'
                  'Remainder of file ignored', file=sys.stderr)
            break
    return known_paths


def addsitedir(sitedir, known_paths=None):
    """Adds a folder to sys.path and follows its .pth files."""
    known = _known_folders() if known_paths is None else known_paths
    sitedir, comparable = makepath(sitedir)
    _add(sitedir, comparable, known)
    try:
        names = os.listdir(sitedir)
    except OSError:
        return None
    for name in sorted(names):
        if not name.startswith('.') and name.endswith('.pth'):
            addpackage(sitedir, name, known)
    return known_paths


def check_enableusersite():
    """Whether the user's packages count: True, False, or None where that would be unsafe."""
    if sys.flags.no_user_site:
        return False
    if os.getuid() != os.geteuid() or os.getgid() != os.getegid():
        return None
    return True


def getuserbase():
    """The folder with what the user has installed."""
    global USER_BASE
    if USER_BASE is None:
        chosen = os.environ.get('PYTHONUSERBASE')
        USER_BASE = chosen or os.path.join(os.path.expanduser('~'), '.local')
    return USER_BASE


def getusersitepackages():
    """The folder with the packages that the user has installed."""
    global USER_SITE
    base = getuserbase()
    if USER_SITE is None:
        USER_SITE = _packages_in(base, 'lib')
    return USER_SITE


def addusersitepackages(known_paths):
    folder = getusersitepackages()
    if ENABLE_USER_SITE and os.path.isdir(folder):
        addsitedir(folder, known_paths)
    return known_paths


def getsitepackages(prefixes=None):
    """The folders with packages of the installation."""
    found = []
    for prefix in dict.fromkeys(PREFIXES if prefixes is None else prefixes):
        if not prefix:
            continue
        for library in dict.fromkeys([sys.platlibdir, 'lib']):
            found.append(_packages_in(prefix, library))
    return found


def addsitepackages(known_paths, prefixes=None):
    for folder in getsitepackages(prefixes):
        if os.path.isdir(folder):
            addsitedir(folder, known_paths)
    return known_paths


def venv(known_paths):
    """What a virtual environment changes."""
    global PREFIXES, ENABLE_USER_SITE
    if sys.prefix == sys.base_prefix:
        return known_paths
    system = 'true'
    try:
        with open(os.path.join(sys.prefix, 'pyvenv.cfg'), encoding='utf-8') as file:
            for line in file:
                key, equals, value = line.partition('=')
                if equals and key.strip().lower() == 'include-system-site-packages':
                    system = value.strip().lower()
    except OSError:
        pass
    addsitepackages(known_paths, [sys.prefix])
    if system == 'true':
        PREFIXES = [sys.prefix, *(each for each in PREFIXES if each != sys.prefix),
                    sys.base_prefix]
    else:
        PREFIXES = [sys.prefix]
        ENABLE_USER_SITE = False
    return known_paths


def _customize(name):
    """Imports a module that may be missing."""
    try:
        __import__(name)
    except Exception as error:
        if isinstance(error, ImportError) and error.name == name:
            return
        if sys.flags.verbose:
            sys.excepthook(*sys.exc_info())
        else:
            sys.stderr.write(f'Error in {name}; set PYTHONVERBOSE for traceback:\n'
                             f'{error.__class__.__name__}: {error}\n')


def execsitecustomize():
    _customize('sitecustomize')


def execusercustomize():
    _customize('usercustomize')


def main():
    """What the interpreter has done when it starts, unless -S is given."""
    global ENABLE_USER_SITE
    known_paths = removeduppaths()
    known_paths = venv(known_paths)
    if ENABLE_USER_SITE is None:
        ENABLE_USER_SITE = check_enableusersite()
    known_paths = addusersitepackages(known_paths)
    addsitepackages(known_paths)
    execsitecustomize()
    if ENABLE_USER_SITE:
        execusercustomize()


def _script():
    """Shows where packages are looked for."""
    args = sys.argv[1:]
    if not args:
        getuserbase()
        getusersitepackages()
        print('sys.path = [')
        for folder in sys.path:
            print(f'    {folder!r},')
        print(']')

        def state(path):
            return 'exists' if path is not None and os.path.isdir(path) else "doesn't exist"

        print(f'USER_BASE: {USER_BASE!r} ({state(USER_BASE)})')
        print(f'USER_SITE: {USER_SITE!r} ({state(USER_SITE)})')
        print(f'ENABLE_USER_SITE: {ENABLE_USER_SITE!r}')
        sys.exit(0)
    shown = []
    if '--user-base' in args:
        shown.append(getuserbase() or '')
    if '--user-site' in args:
        shown.append(getusersitepackages() or '')
    if not shown:
        print('Usage: python -m site [--user-base] [--user-site]')
        sys.exit(10)
    print(os.pathsep.join(shown))
    sys.exit({True: 0, False: 1, None: 2}[check_enableusersite()])


if not sys.flags.no_site:
    ENABLE_USER_SITE = check_enableusersite()


if __name__ == '__main__':
    _script()
