"""Running modules as scripts, by their names or files."""

import importlib.machinery
import importlib.util
import io
import os
import sys

__all__ = ['run_module', 'run_path']

ModuleType = type(sys)


class _TempModule:
    """A module that is in sys.modules for a while."""

    def __init__(self, mod_name):
        self.mod_name = mod_name
        self.module = ModuleType(mod_name)
        self._saved = []

    def __enter__(self):
        if self.mod_name in sys.modules:
            self._saved.append(sys.modules[self.mod_name])
        sys.modules[self.mod_name] = self.module
        return self

    def __exit__(self, *args):
        if self._saved:
            sys.modules[self.mod_name] = self._saved.pop()
        else:
            del sys.modules[self.mod_name]


class _ModifiedArgv0:
    """Another sys.argv[0] for a while."""

    def __init__(self, value):
        self.value = value
        self._saved = self._sentinel = object()

    def __enter__(self):
        if self._saved is not self._sentinel:
            raise RuntimeError('Already preserving saved value')
        self._saved = sys.argv[0]
        sys.argv[0] = self.value

    def __exit__(self, *args):
        self.value = self._sentinel
        sys.argv[0] = self._saved


class _Error(Exception):
    """Why a module cannot be run, for the user to read without a traceback."""


def _run_code(code, run_globals, init_globals=None, mod_name=None, mod_spec=None, pkg_name=None,
              script_name=None):
    """Executes code in globals that say where it comes from."""
    if init_globals is not None:
        run_globals.update(init_globals)
    file, loader, cached = script_name, None, None
    if mod_spec is not None:
        file, loader, cached = mod_spec.origin, mod_spec.loader, mod_spec.cached
        if pkg_name is None:
            pkg_name = mod_spec.parent
    run_globals.update(__name__=mod_name, __file__=file, __cached__=cached, __doc__=None,
                       __loader__=loader, __package__=pkg_name, __spec__=mod_spec)
    exec(code, run_globals)
    return run_globals


def _run_module_code(code, init_globals=None, mod_name=None, mod_spec=None, pkg_name=None,
                     script_name=None):
    """Executes code as a module of its own; a copy of its globals."""
    file = script_name if mod_spec is None else mod_spec.origin
    with _TempModule(mod_name) as temporary, _ModifiedArgv0(file):
        mod_globals = temporary.module.__dict__
        _run_code(code, mod_globals, init_globals, mod_name, mod_spec, pkg_name, script_name)
        # The module's own would be emptied with it.
        return mod_globals.copy()


def _get_module_details(mod_name, error=ImportError):
    """The name, spec and code of what is to be run for a module's name."""
    if mod_name.startswith('.'):
        raise error('Relative module names not supported')
    parent = mod_name.rpartition('.')[0]
    if parent:
        try:
            __import__(parent)
        except ImportError as problem:
            # Only the module's own absence is told in another way.
            if problem.name is None or (problem.name != parent
                                        and not parent.startswith(problem.name + '.')):
                raise
        existing = sys.modules.get(mod_name)
        if existing is not None and not hasattr(existing, '__path__'):
            from warnings import warn
            warn(f'{mod_name!r} found in sys.modules after import of package {parent!r}, but '
                 f'prior to execution of {mod_name!r}; this may result in unpredictable behaviour',
                 RuntimeWarning, stacklevel=2)
    try:
        spec = importlib.util.find_spec(mod_name)
    except (ImportError, AttributeError, TypeError, ValueError) as problem:
        message = (f'Error while finding module specification for {mod_name!r} '
                   f'({type(problem).__name__}: {problem})')
        if mod_name.endswith('.py'):
            message += (f'. Try using {mod_name[:-3]!r} instead of {mod_name!r} as the module '
                        'name.')
        raise error(message) from problem
    if spec is None:
        raise error(f'No module named {mod_name}')
    if spec.submodule_search_locations is not None:
        if mod_name == '__main__' or mod_name.endswith('.__main__'):
            raise error('Cannot use package as __main__ module')
        try:
            return _get_module_details(mod_name + '.__main__', error)
        except error as problem:
            if mod_name not in sys.modules:
                raise
            raise error(f'{problem}; {mod_name!r} is a package and cannot '
                        'be directly executed') from problem
    loader = spec.loader
    if loader is None:
        raise error(f'{mod_name!r} is a namespace package and cannot be executed')
    try:
        code = loader.get_code(mod_name)
    except ImportError as problem:
        raise error(format(problem)) from problem
    if code is None:
        raise error(f'No code object available for {mod_name}')
    return mod_name, spec, code


def _run_module_as_main(mod_name, alter_argv=True):
    """Executes a module in the namespace of __main__, as the option -m does."""
    try:
        if alter_argv or mod_name != '__main__':
            mod_name, mod_spec, code = _get_module_details(mod_name, _Error)
        else:
            mod_name, mod_spec, code = _get_main_module_details(_Error)
    except _Error as problem:
        sys.exit(f'{sys.executable}: {problem}')
    if alter_argv:
        sys.argv[0] = mod_spec.origin
    return _run_code(code, sys.modules['__main__'].__dict__, None, '__main__', mod_spec)


def run_module(mod_name, init_globals=None, run_name=None, alter_sys=False):
    """Executes a module's code, perhaps as that of sys.modules and sys.argv; its globals."""
    mod_name, mod_spec, code = _get_module_details(mod_name)
    if run_name is None:
        run_name = mod_name
    if alter_sys:
        return _run_module_code(code, init_globals, run_name, mod_spec)
    return _run_code(code, {}, init_globals, run_name, mod_spec)


def _get_main_module_details(error=ImportError):
    """The __main__ module along sys.path, whatever runs as __main__ now."""
    main = '__main__'
    saved = sys.modules.pop(main, None)
    try:
        return _get_module_details(main)
    except ImportError as problem:
        if main in str(problem):
            raise error(f"can't find {main!r} module in {sys.path[0]!r}") from problem
        raise
    finally:
        if saved is not None:
            sys.modules[main] = saved


def _get_code_from_file(fname):
    with io.open_code(os.path.abspath(fname)) as file:
        source = file.read()
    return compile(source, fname, 'exec')


def run_path(path_name, init_globals=None, run_name=None):
    """Executes a script's file, or the __main__ of a folder or an archive; its globals."""
    if run_name is None:
        run_name = '<run_path>'
    package = run_name.rpartition('.')[0]
    from pkgutil import get_importer
    importer = get_importer(path_name)
    path_name = os.fsdecode(path_name)
    if importer is None:
        code = _get_code_from_file(path_name)
        return _run_module_code(code, init_globals, run_name, pkg_name=package,
                                script_name=path_name)
    sys.path.insert(0, path_name)
    try:
        _, mod_spec, code = _get_main_module_details()
        with _TempModule(run_name) as temporary, _ModifiedArgv0(path_name):
            mod_globals = temporary.module.__dict__
            return _run_code(code, mod_globals, init_globals, run_name, mod_spec, package).copy()
    finally:
        try:
            sys.path.remove(path_name)
        except ValueError:
            pass


if __name__ == '__main__':
    if len(sys.argv) < 2:
        print('No module specified for execution', file=sys.stderr)
    else:
        del sys.argv[0]
        _run_module_as_main(sys.argv[0])
