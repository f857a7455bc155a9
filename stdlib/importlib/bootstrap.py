"""The protocol of imports: specs, loading by them, finders on sys.meta_path."""

import sys
import _imp
import _thread
import _warnings
import _weakref

# The module with the finders and loaders of files, which enters itself here.
_bootstrap_external = None


class _ImportLock:
    """The lock of all imports, which finders are asked under."""

    def __enter__(self):
        _imp.acquire_lock()

    def __exit__(self, *_):
        _imp.release_lock()


_import_lock = _ImportLock()

# The lock that each thread waits for, and all locks by the names of their modules.
_blocking_on = {}
_module_locks = {}


class _DeadlockError(RuntimeError):
    pass


class _ModuleLock:
    """Held by the thread that loads a module, which may take it again. Who would wait for itself,
    perhaps through others, is refused."""

    _guard = _thread.RLock()

    def __init__(self, name):
        self.name = name
        self._holder = None
        self._depth = 0
        self._bells = []

    def acquire(self):
        me = _thread.get_ident()
        # A signal's handler may import while this thread waits already.
        outer = _blocking_on.get(me)
        try:
            while (bell := self._take(me)) is not None:
                bell.acquire()
        finally:
            if outer is None:
                _blocking_on.pop(me, None)
            else:
                _blocking_on[me] = outer
        return True

    def _take(self, thread):
        """Takes the lock, or gives another one that is released together with it."""
        with self._guard:
            if self._depth and self._holder != thread:
                if self._leads_to(thread):
                    raise _DeadlockError(f'deadlock detected by {self!r}')
                _blocking_on[thread] = self
                bell = _thread.allocate_lock()
                bell.acquire()
                self._bells.append(bell)
                return bell
            self._holder = thread
            self._depth += 1
            return None

    def _leads_to(self, thread):
        lock, seen = self, set()
        while lock is not None and lock not in seen:
            if lock._holder == thread:
                return True
            seen.add(lock)
            lock = _blocking_on.get(lock._holder)
        return False

    def release(self):
        with self._guard:
            if self._holder != _thread.get_ident():
                raise RuntimeError('cannot release un-acquired lock')
            self._depth -= 1
            if self._depth == 0:
                self._holder = None
                while self._bells:
                    self._bells.pop().release()

    def locked(self):
        return self._depth > 0

    __enter__ = acquire

    def __exit__(self, *_):
        self.release()

    def __repr__(self):
        return f'_ModuleLock({self.name!r}) at {id(self)}'


def _get_module_lock(name):
    """The lock of a module, which is forgotten once nobody uses it."""
    def forget(ref):
        with _import_lock:
            if _module_locks.get(name) is ref:
                del _module_locks[name]

    with _import_lock:
        ref = _module_locks.get(name)
        lock = ref and ref()
        if lock is None:
            lock = _ModuleLock(name)
            _module_locks[name] = _weakref.ref(lock, forget)
        return lock


def _ask(loader, method, name, otherwise):
    """What a method of a loader says of a module, if it is there and knows the module."""
    try:
        return getattr(loader, method)(name) if hasattr(loader, method) else otherwise
    except ImportError:
        return otherwise


def spec_from_loader(name, loader, *, origin=None, is_package=None):
    """A spec for a loader, which is asked for what is not given."""
    if origin is None:
        origin = getattr(loader, '_ORIGIN', None)
    if not origin and hasattr(loader, 'get_filename'):
        known = {}
        if is_package is not None:
            known['submodule_search_locations'] = [] if is_package else None
        return _bootstrap_external.spec_from_file_location(name, loader=loader, **known)
    if is_package is None:
        is_package = _ask(loader, 'is_package', name, False)
    return ModuleSpec(name, loader, origin=origin, is_package=is_package)


class _Maker:
    """Makes the module of a spec, has it say what the spec says, and executes it."""

    def __init__(self, spec):
        self.spec = spec
        self.name = spec.name

    def make(self):
        """The module, new."""
        made = None
        loader = self.spec.loader
        if hasattr(loader, 'create_module'):
            made = loader.create_module(self.spec)
        elif self._executes():
            raise ImportError('loaders that define exec_module() must also define create_module()')
        return self.describe(type(sys)(self.name) if made is None else made)

    def _executes(self):
        return hasattr(self.spec.loader, 'exec_module')

    def _facts(self):
        """The attributes of the module that the spec knows."""
        spec = self.spec
        folders = spec.submodule_search_locations
        yield '__name__', spec.name
        if spec.loader is None and folders is not None:
            kind = _bootstrap_external.NamespaceLoader
            spec.loader = kind.__new__(kind)
            spec.loader._path = folders
            yield '__file__', None
        yield '__loader__', spec.loader
        yield '__package__', spec.parent
        yield '__spec__', spec
        if folders is not None:
            yield '__path__', folders
        if spec.has_location:
            yield '__file__', spec.origin
            if spec.cached is not None:
                yield '__cached__', spec.cached

    def describe(self, module, override=False):
        """Sets what the module does not say yet, or everything."""
        for name, value in self._facts():
            if override or name == '__spec__' or getattr(module, name, None) is None:
                _set_if_possible(module, name, value)
        return module

    def _check(self):
        if self.spec.loader is None and self.spec.submodule_search_locations is None:
            raise ImportError('missing loader', name=self.name)

    def _execute(self, module):
        """Has the loader execute the module, or, if it is of the old kind, load it anew."""
        loader = self.spec.loader
        if self._executes():
            return loader.exec_module(module)
        title = getattr(loader, '__qualname__', None) or type(loader).__qualname__
        _warnings.warn(f'{title}.exec_module() not found; falling back to load_module()',
                       ImportWarning)
        return loader.load_module(self.name)

    def _settle(self):
        """Moves to the end of sys.modules what is there under the name: perhaps another module."""
        module = sys.modules[self.name] = sys.modules.pop(self.name)
        return module

    def redo(self, module):
        """Executes a module once more."""
        with _get_module_lock(self.name):
            if sys.modules.get(self.name) is not module:
                raise ImportError(f'module {self.name!r} not in sys.modules', name=self.name)
            try:
                self._check()
                self.describe(module, override=True)
                self._execute(module)
            finally:
                module = self._settle()
        return module

    def load(self):
        """The module, new and executed, in sys.modules."""
        if self.spec.loader is not None and not self._executes():
            return self._load_whole()
        module = self.make()
        self.spec._initializing = True
        try:
            sys.modules[self.name] = module
            self._check()
            if hasattr(self.spec.loader, 'get_source'):
                _imp._note_loader(getattr(module, '__file__', None), self.spec.loader, self.name)
            self._execute(module)
            return self._settle()
        except BaseException:
            sys.modules.pop(self.name, None)
            raise
        finally:
            self.spec._initializing = False

    def _load_whole(self):
        """The same by a loader of the old kind."""
        try:
            self._execute(None)
        except BaseException:
            if self.name in sys.modules:
                self._settle()
            raise
        module = self._settle()
        is_package = hasattr(module, '__path__')
        package = module.__name__ if is_package else self.name.rpartition('.')[0]
        facts = {'__loader__': self.spec.loader, '__package__': package, '__spec__': self.spec}
        for name, fact in facts.items():
            if getattr(module, name, None) is None:
                _set_if_possible(module, name, fact)
        return module


def _set_if_possible(module, name, value):
    try:
        setattr(module, name, value)
    except AttributeError:
        pass


def module_from_spec(spec):
    """A new module by its spec, not executed yet."""
    return _Maker(spec).make()


def _exec(spec, module):
    """Executes a module once more, by a spec."""
    return _Maker(spec).redo(module)


def _load_unlocked(spec):
    """As _load, for who has the lock of the module."""
    return _Maker(spec).load()


def _load(spec):
    """A new module by its spec, executed, in sys.modules."""
    with _get_module_lock(spec.name):
        return _load_unlocked(spec)


def _load_module(loader, name):
    """What the deprecated method load_module() of loaders does."""
    _warnings.warn('the load_module() method is deprecated and slated for removal in Python 3.15; '
                   'use exec_module() instead', DeprecationWarning)
    spec = spec_from_loader(name, loader)
    if name not in sys.modules:
        return _load(spec)
    _exec(spec, sys.modules[name])
    return sys.modules[name]


def _require_builtin(name):
    if not _imp.is_builtin(name):
        raise ImportError(f'{name!r} is not a built-in module', name=name)


def _refuse_frozen(name):
    raise ImportError(f'{name!r} is not a frozen module', name=name)


class _BuiltinImporter:
    """What BuiltinImporter does, for modules that are part of the interpreter."""

    def find_spec(cls, fullname, path=None, target=None):
        if not _imp.is_builtin(fullname):
            return None
        return ModuleSpec(fullname, cls, origin='built-in', is_package=_imp._is_package(fullname))

    def create_module(spec):
        _require_builtin(spec.name)
        return _imp.create_builtin(spec)

    def exec_module(module):
        _imp.exec_builtin(module)

    def get_code(cls, fullname):
        _require_builtin(fullname)
        return _imp._native_code(fullname)

    def get_source(cls, fullname):
        _require_builtin(fullname)

    def is_package(cls, fullname):
        _require_builtin(fullname)
        return _imp._is_package(fullname)

    load_module = _load_module


class FrozenImporter:
    """Finds modules that were compiled into the program beforehand; there are none."""

    _ORIGIN = 'frozen'

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        return None

    @staticmethod
    def create_module(spec):
        return None

    @staticmethod
    def exec_module(module):
        _refuse_frozen(module.__spec__.name)

    @classmethod
    def load_module(cls, fullname):
        return _load_module(cls, fullname)

    @classmethod
    def get_code(cls, fullname):
        _refuse_frozen(fullname)

    @classmethod
    def get_source(cls, fullname):
        _refuse_frozen(fullname)

    @classmethod
    def is_package(cls, fullname):
        _refuse_frozen(fullname)


def _answers(name, path, target):
    """The specs that the finders on sys.meta_path give, one after the other."""
    finders = sys.meta_path
    if finders is None:
        raise ImportError('sys.meta_path is None, Python is likely shutting down')
    if not finders:
        _warnings.warn('sys.meta_path is empty', ImportWarning)
    for finder in finders:
        with _import_lock:
            if not hasattr(finder, 'find_spec'):
                continue
            spec = finder.find_spec(name, path, target)
        if spec is not None:
            yield spec


def _find_spec(name, path, target=None):
    """The spec of a module, or None."""
    known = name in sys.modules
    spec = next(_answers(name, path, target), None)
    if spec is None or known or name not in sys.modules:
        return spec
    # The finder has imported the module itself.
    own = getattr(sys.modules[name], '__spec__', None)
    return spec if own is None else own


def _load_missing(name, parent):
    """Loads a module whose parent, if it has one, is there."""
    spec = _find_spec(name, None if parent is None else parent.__path__)
    if spec is None:
        raise ModuleNotFoundError(f'No module named {name!r}', name=name)
    above = getattr(parent, '__spec__', None)
    unfinished = getattr(above, '_uninitialized_submodules', [])
    unfinished.append(name.rpartition('.')[2])
    try:
        return _Maker(spec).load()
    finally:
        unfinished.pop()


def _absolute_name(name, package, level):
    """The whole name of a module that is named with `level` dots in front."""
    if level == 0:
        return name
    if not isinstance(package, str):
        raise TypeError('__package__ not set to a string')
    if not package:
        raise ImportError('attempted relative import with no known parent package')
    for _ in range(level - 1):
        package, dot, _ = package.rpartition('.')
        if not dot:
            raise ImportError('attempted relative import beyond top-level package')
    return f'{package}.{name}' if name else package


def _import(name, package=None, level=0):
    """The module of that name, imported if need be."""
    if not isinstance(name, str):
        raise TypeError(f'module name must be str, not {type(name)}')
    if level < 0 or not (level or name):
        raise ValueError('level must be >= 0' if level else 'Empty module name')
    return _imp._import_module(_absolute_name(name, package, level))


def _lacking(module, names, whole=False):
    """Those of the names in a from-list that the module has not; a star is what __all__ lists."""
    for name in names:
        if not isinstance(name, str):
            where = f'{module.__name__}.__all__' if whole else "``from list''"
            raise TypeError(f'Item in {where} must be str, not {type(name).__name__}')
        if name != '*':
            if not hasattr(module, name):
                yield name
        elif not whole and hasattr(module, '__all__'):
            yield from _lacking(module, module.__all__, whole=True)


def _import_submodules(package, names):
    for name in _lacking(package, names):
        full = f'{package.__name__}.{name}'
        try:
            _import(full)
        except ModuleNotFoundError as error:
            # That it is no module does not matter; the statement itself says that it is missing.
            if error.name != full or sys.modules.get(full, Ellipsis) is None:
                raise


def _package_of(globals):
    """The package that relative imports of a module with these globals start from."""
    own, spec = globals.get('__package__'), globals.get('__spec__')
    if own is spec is None:
        _warnings.warn("can't resolve package from __spec__ or __package__, "
                       'falling back on __name__ and __path__', ImportWarning, stacklevel=3)
        name = globals['__name__']
        return name if '__path__' in globals else name.rpartition('.')[0]
    parent = own if spec is None else spec.parent
    if own is None or own == parent:
        return parent
    _warnings.warn(f'__package__ != __spec__.parent ({own!r} != {parent!r})', DeprecationWarning,
                   stacklevel=3)
    return own


def __import__(name, globals=None, locals=None, fromlist=(), level=0):
    """What an import statement does."""
    module = _import(name, _package_of(globals or {}) if level else None, level)
    if fromlist:
        if hasattr(module, '__path__'):
            _import_submodules(module, fromlist)
        return module
    first, dot, rest = name.partition('.')
    if level == 0:
        return _import(first)
    # Of a relative name the first part counts, too.
    return sys.modules[module.__name__.removesuffix(dot + rest)] if name else module
