# What the interpreter is and where things belong. Nothing was configured for a compiler of C, so what
# would be in a Makefile is a table here.

import os
import sys

__all__ = [
    'get_config_h_filename', 'get_config_var', 'get_config_vars', 'get_makefile_filename', 'get_path',
    'get_path_names', 'get_paths', 'get_platform', 'get_python_version', 'get_scheme_names',
    'parse_config_h',
]

_KINDS = ('stdlib', 'platstdlib', 'purelib', 'platlib', 'include', 'platinclude', 'scripts', 'data')
_VERSIONED = '{implementation_lower}{py_version_short}'
_THREADED = _VERSIONED + '{abi_thread}'
_WINDOWS = '{implementation}{py_version_nodot_plat}'


def _scheme(*paths):
    return {kind: path for kind, path in zip(_KINDS, paths) if path}


_prefix = _scheme(
    '{installed_base}/{platlibdir}/' + _THREADED, '{platbase}/{platlibdir}/' + _THREADED,
    '{base}/lib/' + _THREADED + '/site-packages',
    '{platbase}/{platlibdir}/' + _THREADED + '/site-packages',
    '{installed_base}/include/' + _VERSIONED + '{abiflags}',
    '{installed_platbase}/include/' + _VERSIONED + '{abiflags}', '{base}/bin', '{base}')
_windows = _scheme(
    '{installed_base}/Lib', '{base}/Lib', '{base}/Lib/site-packages', '{base}/Lib/site-packages',
    '{installed_base}/Include', '{installed_base}/Include', '{base}/Scripts', '{base}')
_home = 'lib/{implementation_lower}'
_INSTALL_SCHEMES = {
    'nt': _windows,
    'nt_user': _scheme(
        *['{userbase}/' + _WINDOWS] * 2, *['{userbase}/' + _WINDOWS + '/site-packages'] * 2,
        '{userbase}/' + _WINDOWS + '/Include', None, '{userbase}/' + _WINDOWS + '/Scripts',
        '{userbase}'),
    'nt_venv': _windows,
    'osx_framework_user': _scheme(
        *['{userbase}/' + _home] * 2, *['{userbase}/' + _home + '/site-packages'] * 2,
        '{userbase}/include/' + _VERSIONED, None, '{userbase}/bin', '{userbase}'),
    'posix_home': _scheme(
        '{installed_base}/' + _home, *['{base}/' + _home] * 3,
        *['{installed_base}/include/{implementation_lower}'] * 2, '{base}/bin', '{base}'),
    'posix_prefix': _prefix,
    'posix_user': _scheme(
        *['{userbase}/{platlibdir}/' + _THREADED] * 2,
        *['{userbase}/lib/' + _THREADED + '/site-packages'] * 2,
        '{userbase}/include/' + _THREADED, None, '{userbase}/bin', '{userbase}'),
    'posix_venv': _prefix,
    'venv': _prefix,
}
_PREFERRED = {'prefix': 'posix_prefix', 'home': 'posix_home', 'user': 'posix_user'}

# What holds of the machine and of the interpreter; names are those of a build of CPython.
_BUILD = {
    'SIZEOF_DOUBLE': 8, 'SIZEOF_FLOAT': 4, 'SIZEOF_INT': 4, 'SIZEOF_LONG': 8,
    'SIZEOF_LONG_LONG': 8, 'SIZEOF_OFF_T': 8, 'SIZEOF_PID_T': 4, 'SIZEOF_SHORT': 2,
    'SIZEOF_SIZE_T': 8, 'SIZEOF_TIME_T': 8, 'SIZEOF_UINTPTR_T': 8, 'SIZEOF_VOID_P': 8,
    'SIZEOF_WCHAR_T': 4, 'SIZEOF__BOOL': 1, 'ALIGNOF_LONG': 8, 'ALIGNOF_SIZE_T': 8,
    'Py_DEBUG': 0, 'Py_ENABLE_SHARED': 0, 'Py_GIL_DISABLED': 0, 'Py_TRACE_REFS': 0,
    'WITH_DOC_STRINGS': 1, 'WITH_PYMALLOC': 0, 'HAVE_FORK': 1, 'HAVE_GETRANDOM': 1,
    'HAVE_GETENTROPY': 1, 'HAVE_GETRANDOM_SYSCALL': 1, 'HAVE_MEMFD_CREATE': 1, 'HAVE_EVENTFD': 1,
    'CFLAGS': '', 'PY_CFLAGS': '', 'PY_CFLAGS_NODIST': '', 'CONFIG_ARGS': '', 'LIBS': '',
    'TZPATH': '/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo',
}

_known = None


def get_config_vars(*args):
    """All settings as a dict; with names, a list of those, None for what is not known."""
    global _known
    if _known is None:
        _known = {**_BUILD, **_places()}
    return [_known.get(name) for name in args] if args else _known


def _places():
    major, minor = sys.version_info[:2]
    base, platform_base = os.path.normpath(sys.prefix), os.path.normpath(sys.exec_prefix)
    return {
        'prefix': base, 'base': base, 'exec_prefix': platform_base, 'platbase': platform_base,
        'installed_base': sys.base_prefix, 'installed_platbase': sys.base_exec_prefix,
        'projectbase': os.path.dirname(sys.executable or os.getcwd()), 'srcdir': base,
        'platlibdir': sys.platlibdir, 'userbase': os.path.expanduser('~/.local'),
        'py_version': sys.version.split()[0], 'py_version_short': f'{major}.{minor}',
        'py_version_nodot': f'{major}{minor}', 'py_version_nodot_plat': '',
        'VERSION': f'{major}.{minor}', 'LDVERSION': f'{major}.{minor}', 'abiflags': sys.abiflags,
        'abi_thread': '', 'implementation': 'Python', 'implementation_lower': 'python',
    }


def get_config_var(name):
    """A setting; None if it is not known."""
    return get_config_vars().get(name)


def get_default_scheme():
    """The name of the scheme by which things are installed."""
    return get_preferred_scheme('prefix' if sys.prefix == sys.base_prefix else 'venv')


def get_preferred_scheme(key):
    """The name of the scheme for a prefix, a home or a user."""
    if key == 'venv':
        return 'venv'
    return _PREFERRED[key]


def get_scheme_names():
    """The names of all schemes."""
    return tuple(sorted(_INSTALL_SCHEMES))


def get_path_names():
    """The names of the paths of every scheme."""
    return tuple(name for name in _KINDS if name != 'platinclude')


def get_paths(scheme=get_default_scheme(), vars=None, expand=True):
    """The paths of a scheme by name; expand says whether settings are put in."""
    paths = _INSTALL_SCHEMES[scheme]
    if not expand:
        return paths
    settings = get_config_vars()
    if vars:
        settings = {**settings, **vars}
    return {name: os.path.normpath(path.format_map(settings)) for name, path in paths.items()}


def get_path(name, scheme=get_default_scheme(), vars=None, expand=True):
    """One path of a scheme."""
    return get_paths(scheme, vars, expand)[name]


def get_platform():
    """The system and the machine, as names of files have them."""
    machine = os.uname()
    return f'{machine.sysname.lower()}-{machine.machine}'.replace('/', '').replace(' ', '_')


def get_python_version():
    """The version of the language."""
    return get_config_var('py_version_short')


def is_python_build(check_home=None):
    """Whether the interpreter runs from where it was built: that makes no difference here."""
    return False


def get_config_h_filename():
    """Where the header with the settings would be."""
    return os.path.join(get_path('platinclude'), 'pyconfig.h')


def get_makefile_filename():
    """Where the Makefile would be."""
    return os.path.join(get_path('stdlib'), 'config-' + get_python_version(), 'Makefile')


def _value(text):
    try:
        return int(text)
    except ValueError:
        return text


def parse_config_h(fp, vars=None):
    """The settings in a header, put into vars."""
    import re
    found = {} if vars is None else vars
    pattern = re.compile(r'#define ([A-Z][A-Za-z0-9_]+) (.*)\n|/[*] #undef ([A-Z][A-Za-z0-9_]+) [*]/\n')
    for line in fp:
        match = pattern.match(line)
        if match is not None:
            name, value, absent = match.groups()
            found[absent or name] = 0 if absent else _value(value)
    return found
