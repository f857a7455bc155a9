"""Running modules as scripts, by their names or files."""

import importlib.util
import io
import os
import sys

__all__ = ['run_module', 'run_path']

_MAIN = '__main__'


class _Replaced:
    """Another item of a container in sys for a while."""

    def __init__(self, container, key, value):
        self.container = container
        self.key = key
        self.value = value

    def _items(self):
        # The program may put another container in its place.
        return getattr(sys, self.container)

    def __enter__(self):
        items = self._items()
        try:
            self.before = [items[self.key]]
        except KeyError:
            self.before = []
        items[self.key] = self.value

    def __exit__(self, *_):
        if self.before:
            self._items()[self.key] = self.before[0]
        else:
            del self._items()[self.key]


class _Program:
    """Code together with what its globals tell of it."""

    def __init__(self, code, name, spec=None, package=None, file=None):
        self.code = code
        self.name = name
        self.facts = {
            '__name__': name,
            '__file__': file if spec is None else spec.origin,
            '__cached__': None if spec is None else spec.cached,
            '__doc__': None,
            '__loader__': None if spec is None else spec.loader,
            '__package__': spec.parent if package is None and spec is not None else package,
            '__spec__': spec,
        }

    def run(self, namespace, given=None):
        """Executes the code in a namespace."""
        namespace.update({} if given is None else given, **self.facts)
        exec(self.code, namespace)
        return namespace

    def run_apart(self, given=None, argv0=None):
        """Executes the code as a module of its own, which then goes; a copy of its globals."""
        module = type(sys)(self.name)
        shown = self.facts['__file__'] if argv0 is None else argv0
        with _Replaced('modules', self.name, module), _Replaced('argv', 0, shown):
            return self.run(module.__dict__, given).copy()


def _run_code(code, run_globals, init_globals=None, mod_name=None, mod_spec=None, pkg_name=None,
              script_name=None):
    """Executes code in globals that say where it comes from."""
    return _Program(code, mod_name, mod_spec, pkg_name, script_name).run(run_globals, init_globals)


def _run_module_code(code, init_globals=None, mod_name=None, mod_spec=None, pkg_name=None,
                     script_name=None):
    """Executes code as a module of its own; a copy of its globals."""
    return _Program(code, mod_name, mod_spec, pkg_name, script_name).run_apart(init_globals)


class _Error(Exception):
    """Why a module cannot be run, for the user to read without a traceback."""


def _import_parent(parent, name):
    """Imports the package of what is to be run; that the package is missing is found later."""
    try:
        __import__(parent)
    except ImportError as problem:
        missing = problem.name
        if missing is None or not f'{parent}.'.startswith(f'{missing}.'):
            raise
    module = sys.modules.get(name)
    if module is not None and not hasattr(module, '__path__'):
        from warnings import warn
        warn(f'{name!r} found in sys.modules after import of package {parent!r}, but prior to '
             f'execution of {name!r}; this may result in unpredictable behaviour',
             RuntimeWarning, stacklevel=3)


def _spec_of(name, error):
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, AttributeError, TypeError, ValueError) as problem:
        hint = f'. Try using {name[:-3]!r} instead of {name!r} as the module name.' \
            if name.endswith('.py') else ''
        raise error(f'Error while finding module specification for {name!r} '
                    f'({type(problem).__name__}: {problem}){hint}') from problem
    if spec is None:
        raise error(f'No module named {name}')
    return spec


def _code_of(name, loader, error):
    if loader is None:
        raise error(f'{name!r} is a namespace package and cannot be executed')
    try:
        code = loader.get_code(name)
    except ImportError as problem:
        raise error(format(problem)) from problem
    if code is None:
        raise error(f'No code object available for {name}')
    return code


def _get_module_details(mod_name, error=ImportError):
    """The name, spec and code of what is to be run for a module's name."""
    parent, dot, last = mod_name.rpartition('.')
    if mod_name.startswith('.'):
        raise error('Relative module names not supported')
    if parent:
        _import_parent(parent, mod_name)
    spec = _spec_of(mod_name, error)
    if spec.submodule_search_locations is None:
        return mod_name, spec, _code_of(mod_name, spec.loader, error)
    if last == _MAIN:
        raise error('Cannot use package as __main__ module')
    try:
        return _get_module_details(f'{mod_name}.{_MAIN}', error)
    except error as problem:
        if mod_name in sys.modules:
            raise error(f'{problem}; {mod_name!r} is a package and cannot '
                        'be directly executed') from problem
        raise


def _get_main_module_details(error=ImportError):
    """The __main__ module along sys.path, whatever runs as __main__ now."""
    running = sys.modules.pop(_MAIN, None)
    try:
        return _get_module_details(_MAIN)
    except ImportError as problem:
        if _MAIN not in str(problem):
            raise
        raise error(f"can't find {_MAIN!r} module in {sys.path[0]!r}") from problem
    finally:
        if running is not None:
            sys.modules[_MAIN] = running


def _run_module_as_main(mod_name, alter_argv=True):
    """Executes a module in the namespace of __main__, as the option -m does."""
    find = _get_module_details
    if mod_name == _MAIN and not alter_argv:
        find = lambda _, error: _get_main_module_details(error)
    try:
        _, spec, code = find(mod_name, _Error)
    except _Error as problem:
        sys.exit(f'{sys.executable}: {problem}')
    if alter_argv:
        sys.argv[0] = spec.origin
    return _Program(code, _MAIN, spec).run(sys.modules[_MAIN].__dict__)


def run_module(mod_name, init_globals=None, run_name=None, alter_sys=False):
    """Executes a module's code, perhaps as that of sys.modules and sys.argv; its globals."""
    found_name, spec, code = _get_module_details(mod_name)
    program = _Program(code, found_name if run_name is None else run_name, spec)
    return program.run_apart(init_globals) if alter_sys else program.run({}, init_globals)


def run_path(path_name, init_globals=None, run_name=None):
    """Executes a script's file, or the __main__ of a folder or an archive; its globals."""
    from pkgutil import get_importer
    name = '<run_path>' if run_name is None else run_name
    package = name.rpartition('.')[0]
    is_script = get_importer(path_name) is None
    path = os.fsdecode(path_name)
    if is_script:
        with io.open_code(os.path.abspath(path)) as file:
            code = compile(file.read(), path, 'exec')
        return _Program(code, name, package=package, file=path).run_apart(init_globals)
    # The __main__ is looked for, and finds its neighbours, in there.
    sys.path.insert(0, path)
    try:
        _, spec, code = _get_main_module_details()
        return _Program(code, name, spec, package).run_apart(init_globals, argv0=path)
    finally:
        if path in sys.path:
            sys.path.remove(path)


if __name__ == '__main__':
    if len(sys.argv) < 2:
        print('No module specified for execution', file=sys.stderr)
    else:
        del sys.argv[0]
        _run_module_as_main(sys.argv[0])
