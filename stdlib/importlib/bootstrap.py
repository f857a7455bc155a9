"""The protocol of imports: specs, loading by them, finders on sys.meta_path."""

import sys
import _imp
import _thread
import _warnings
import _weakref

_bootstrap_external = None
_ERR_MSG_PREFIX = 'No module named '


def _object_name(obj):
    return getattr(obj, '__qualname__', None) or type(obj).__qualname__


def _verbose_message(message, *args, verbosity=1):
    """Writes to stderr what -v shows."""
    if sys.flags.verbose < verbosity:
        return
    if not message.startswith(('#', 'import ')):
        message = '# ' + message
    print(message.format(*args), file=sys.stderr)


def _call_with_frames_removed(f, *args, **kwds):
    return f(*args, **kwds)


def _new_module(name):
    return type(sys)(name)


def _module_repr(module):
    return type(sys).__repr__(module)


# Locks, one for each module that is being imported.

_blocking_on = {}
_module_locks = {}


class _DeadlockError(RuntimeError):
    pass


class _ModuleLock:
    """A lock that the thread which holds it may take again, and that refuses to wait in a circle."""

    def __init__(self, name):
        self.name = name
        self.owner = None
        self.count = []
        self.waiters = []
        self.lock = _thread.RLock()
        self.wakeup = _thread.allocate_lock()

    def _waits_in_circle(self, thread):
        """Whether the owner waits, perhaps through others, for a lock of this thread."""
        seen = set()
        todo = [self.owner]
        while todo:
            owner = todo.pop()
            if owner == thread:
                return True
            if owner is None or owner in seen:
                continue
            seen.add(owner)
            todo += [lock.owner for lock in _blocking_on.get(owner, ())]
        return False

    def acquire(self):
        thread = _thread.get_ident()
        waits = _blocking_on.setdefault(thread, [])
        waits.append(self)
        try:
            while True:
                with self.lock:
                    if not self.count or self.owner == thread:
                        self.owner = thread
                        self.count.append(True)
                        return True
                    if self._waits_in_circle(thread):
                        raise _DeadlockError(f'deadlock detected by {self!r}')
                    if self.wakeup.acquire(False):
                        self.waiters.append(None)
                self.wakeup.acquire()
                self.wakeup.release()
        finally:
            waits.remove(self)
            if not waits:
                _blocking_on.pop(thread, None)

    def release(self):
        with self.lock:
            if self.owner != _thread.get_ident():
                raise RuntimeError('cannot release un-acquired lock')
            self.count.pop()
            if not self.count:
                self.owner = None
                if self.waiters:
                    self.waiters.pop()
                    self.wakeup.release()

    def locked(self):
        return bool(self.count)

    def __repr__(self):
        return f'_ModuleLock({self.name!r}) at {id(self)}'


class _DummyModuleLock:
    """The same without waiting."""

    def __init__(self, name):
        self.name = name
        self.count = 0

    def acquire(self):
        self.count += 1
        return True

    def release(self):
        if not self.count:
            raise RuntimeError('cannot release un-acquired lock')
        self.count -= 1

    def __repr__(self):
        return f'_DummyModuleLock({self.name!r}) at {id(self)}'


class _ImportLockContext:
    """Holds the lock of all imports."""

    def __enter__(self):
        _imp.acquire_lock()

    def __exit__(self, *_):
        _imp.release_lock()


class _ModuleLockManager:
    """Holds the lock of a module."""

    def __init__(self, name):
        self._name = name
        self._lock = None

    def __enter__(self):
        self._lock = _get_module_lock(self._name)
        self._lock.acquire()

    def __exit__(self, *_):
        self._lock.release()


def _get_module_lock(name):
    """The lock of a module, which lives as long as somebody uses it."""
    with _ImportLockContext():
        known = _module_locks.get(name)
        lock = known() if known is not None else None
        if lock is None:
            lock = _ModuleLock(name)

            def forget(ref, name=name):
                with _ImportLockContext():
                    if _module_locks.get(name) is ref:
                        del _module_locks[name]

            _module_locks[name] = _weakref.ref(lock, forget)
    return lock


def _lock_unlock_module(name):
    """Waits until nobody imports the module."""
    lock = _get_module_lock(name)
    try:
        lock.acquire()
    except _DeadlockError:
        return
    lock.release()


# Specs and what is made of them.

def spec_from_loader(name, loader, *, origin=None, is_package=None):
    """A spec for a loader, which is asked for what is not given."""
    if origin is None:
        origin = getattr(loader, '_ORIGIN', None)
    if not origin and hasattr(loader, 'get_filename'):
        if is_package is None:
            return _bootstrap_external.spec_from_file_location(name, loader=loader)
        search = [] if is_package else None
        return _bootstrap_external.spec_from_file_location(
            name, loader=loader, submodule_search_locations=search)
    if is_package is None:
        is_package = False
        if hasattr(loader, 'is_package'):
            try:
                is_package = loader.is_package(name)
            except ImportError:
                is_package = None
    return ModuleSpec(name, loader, origin=origin, is_package=is_package)


def _spec_from_module(module, loader=None, origin=None):
    """A spec that says what the module itself says."""
    known = getattr(module, '__spec__', None)
    if known is not None:
        return known
    if loader is None:
        loader = getattr(module, '__loader__', None)
    location = getattr(module, '__file__', None)
    if origin is None:
        origin = location if location is not None else getattr(loader, '_ORIGIN', None)
    spec = ModuleSpec(module.__name__, loader, origin=origin)
    spec._set_fileattr = location is not None and origin == location
    spec.cached = getattr(module, '__cached__', None)
    search = getattr(module, '__path__', None)
    spec.submodule_search_locations = None if search is None else list(search)
    return spec


def _init_module_attrs(spec, module, *, override=False):
    """Has the module say what the spec says; what it says already stays, unless overridden."""

    def tell(name, value, absent_only=True):
        if absent_only and not override and getattr(module, name, None) is not None:
            return
        try:
            setattr(module, name, value)
        except AttributeError:
            pass

    tell('__name__', spec.name)
    if override or getattr(module, '__loader__', None) is None:
        loader = spec.loader
        if loader is None and spec.submodule_search_locations is not None:
            loader = _bootstrap_external.NamespaceLoader.__new__(
                _bootstrap_external.NamespaceLoader)
            loader._path = spec.submodule_search_locations
            spec.loader = loader
            module.__file__ = None
        tell('__loader__', loader)
    tell('__package__', spec.parent)
    tell('__spec__', spec, absent_only=False)
    if spec.submodule_search_locations is not None:
        tell('__path__', spec.submodule_search_locations)
    if spec.has_location:
        tell('__file__', spec.origin)
        if spec.cached is not None:
            tell('__cached__', spec.cached)
    return module


def module_from_spec(spec):
    """A new module by its spec, not executed yet."""
    module = None
    if hasattr(spec.loader, 'create_module'):
        module = spec.loader.create_module(spec)
    elif hasattr(spec.loader, 'exec_module'):
        raise ImportError('loaders that define exec_module() must also define create_module()')
    if module is None:
        module = _new_module(spec.name)
    _init_module_attrs(spec, module)
    return module


def _check_loader(spec):
    """Whether there is a loader; a namespace package can do without."""
    if spec.loader is None:
        if spec.submodule_search_locations is None:
            raise ImportError('missing loader', name=spec.name)
        return False
    return True


def _warn_of_old_loader(loader):
    _warnings.warn(f'{_object_name(loader)}.exec_module() not found; '
                   'falling back to load_module()', ImportWarning)


def _renew(name):
    """Puts the module at the end of sys.modules; it may have put another one in its place."""
    module = sys.modules.pop(name)
    sys.modules[name] = module
    return module


def _exec(spec, module):
    """Executes a module once more."""
    name = spec.name
    with _ModuleLockManager(name):
        if sys.modules.get(name) is not module:
            raise ImportError(f'module {name!r} not in sys.modules', name=name)
        try:
            has_loader = _check_loader(spec)
            _init_module_attrs(spec, module, override=True)
            if has_loader and hasattr(spec.loader, 'exec_module'):
                spec.loader.exec_module(module)
            elif has_loader:
                _warn_of_old_loader(spec.loader)
                spec.loader.load_module(name)
        finally:
            module = _renew(name)
    return module


def _load_backward_compatible(spec):
    """Loads by a loader that only knows load_module()."""
    name = spec.name
    try:
        spec.loader.load_module(name)
    except BaseException:
        if name in sys.modules:
            _renew(name)
        raise
    module = _renew(name)
    if getattr(module, '__loader__', None) is None:
        try:
            module.__loader__ = spec.loader
        except AttributeError:
            pass
    if getattr(module, '__package__', None) is None:
        try:
            module.__package__ = (module.__name__ if hasattr(module, '__path__')
                                  else name.rpartition('.')[0])
        except AttributeError:
            pass
    if getattr(module, '__spec__', None) is None:
        try:
            module.__spec__ = spec
        except AttributeError:
            pass
    return module


def _load_unlocked(spec):
    if spec.loader is not None and not hasattr(spec.loader, 'exec_module'):
        _warn_of_old_loader(spec.loader)
        return _load_backward_compatible(spec)
    module = module_from_spec(spec)
    name = spec.name
    spec._initializing = True
    try:
        sys.modules[name] = module
        try:
            if _check_loader(spec):
                if hasattr(spec.loader, 'get_source'):
                    _imp._note_loader(getattr(module, '__file__', None), spec.loader, name)
                spec.loader.exec_module(module)
        except BaseException:
            sys.modules.pop(name, None)
            raise
        return _renew(name)
    finally:
        spec._initializing = False


def _load(spec):
    """A new module by its spec, executed, in sys.modules."""
    with _ModuleLockManager(spec.name):
        return _load_unlocked(spec)


def _load_module_shim(self, fullname):
    """What the deprecated method load_module() does."""
    _warnings.warn('the load_module() method is deprecated and slated for removal in Python 3.15; '
                   'use exec_module() instead', DeprecationWarning)
    spec = spec_from_loader(fullname, self)
    if fullname in sys.modules:
        _exec(spec, sys.modules[fullname])
        return sys.modules[fullname]
    return _load(spec)


# Modules that are part of the interpreter.

def _requires_builtin(function):
    def checked(self, fullname):
        if not _imp.is_builtin(fullname):
            raise ImportError(f'{fullname!r} is not a built-in module', name=fullname)
        return function(self, fullname)
    checked.__name__ = function.__name__
    checked.__qualname__ = function.__qualname__
    checked.__doc__ = function.__doc__
    return checked


def _requires_frozen(function):
    def checked(self, fullname):
        if not _imp.is_frozen(fullname):
            raise ImportError(f'{fullname!r} is not a frozen module', name=fullname)
        return function(self, fullname)
    checked.__name__ = function.__name__
    checked.__qualname__ = function.__qualname__
    checked.__doc__ = function.__doc__
    return checked


class _BuiltinImporter:
    """What BuiltinImporter does."""

    def find_spec(cls, fullname, path=None, target=None):
        if not _imp.is_builtin(fullname):
            return None
        return ModuleSpec(fullname, cls, origin='built-in', is_package=_imp._is_package(fullname))

    def create_module(spec):
        if not _imp.is_builtin(spec.name):
            raise ImportError(f'{spec.name!r} is not a built-in module', name=spec.name)
        return _imp.create_builtin(spec)

    def exec_module(module):
        _imp.exec_builtin(module)

    @_requires_builtin
    def get_code(cls, fullname):
        return _imp._native_code(fullname)

    @_requires_builtin
    def get_source(cls, fullname):
        return None

    @_requires_builtin
    def is_package(cls, fullname):
        return _imp._is_package(fullname)

    load_module = _load_module_shim


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
        name = module.__spec__.name
        raise ImportError(f'{name!r} is not a frozen module', name=name)

    @classmethod
    def load_module(cls, fullname):
        return _load_module_shim(cls, fullname)

    @classmethod
    @_requires_frozen
    def get_code(cls, fullname):
        return _imp.get_frozen_object(fullname)

    @classmethod
    @_requires_frozen
    def get_source(cls, fullname):
        return None

    @classmethod
    @_requires_frozen
    def is_package(cls, fullname):
        return _imp.is_frozen_package(fullname)


def _builtin_from_name(name):
    spec = BuiltinImporter.find_spec(name)
    if spec is None:
        raise ImportError('no built-in module named ' + name)
    return _load_unlocked(spec)


# Finding.

def _find_spec(name, path, target=None):
    """Asks the finders on sys.meta_path one after the other."""
    meta_path = sys.meta_path
    if meta_path is None:
        raise ImportError('sys.meta_path is None, Python is likely shutting down')
    if not meta_path:
        _warnings.warn('sys.meta_path is empty', ImportWarning)
    reloads = name in sys.modules
    for finder in meta_path:
        with _ImportLockContext():
            try:
                find_spec = finder.find_spec
            except AttributeError:
                continue
            spec = find_spec(name, path, target)
        if spec is None:
            continue
        if not reloads and name in sys.modules:
            # The finder has imported the module itself.
            own = getattr(sys.modules[name], '__spec__', None)
            return spec if own is None else own
        return spec
    return None


def _find_and_load_last(name, parent):
    """Loads a module whose parent, if it has one, is there."""
    path = None if parent is None else parent.__path__
    spec = _find_spec(name, path)
    if spec is None:
        raise ModuleNotFoundError(f'{_ERR_MSG_PREFIX}{name!r}', name=name)
    pending = getattr(getattr(parent, '__spec__', None), '_uninitialized_submodules', None)
    if pending is None:
        return _load_unlocked(spec)
    child = name.rpartition('.')[2]
    pending.append(child)
    try:
        return _load_unlocked(spec)
    finally:
        pending.pop()


def _find_and_load(name, import_=None):
    return _imp._import_module(name)


def _sanity_check(name, package, level):
    if not isinstance(name, str):
        raise TypeError(f'module name must be str, not {type(name)}')
    if level < 0:
        raise ValueError('level must be >= 0')
    if level > 0:
        if not isinstance(package, str):
            raise TypeError('__package__ not set to a string')
        if not package:
            raise ImportError('attempted relative import with no known parent package')
    if not name and level == 0:
        raise ValueError('Empty module name')


def _resolve_name(name, package, level):
    """The absolute name of a relative one."""
    parts = package.rsplit('.', level - 1)
    if len(parts) < level:
        raise ImportError('attempted relative import beyond top-level package')
    return f'{parts[0]}.{name}' if name else parts[0]


def _gcd_import(name, package=None, level=0):
    _sanity_check(name, package, level)
    if level > 0:
        name = _resolve_name(name, package, level)
    return _imp._import_module(name)


def _handle_fromlist(module, fromlist, import_, *, recursive=False):
    """Imports what is to be taken out of a package and is not in it yet."""
    where = module.__name__ + '.__all__' if recursive else "``from list''"
    for name in fromlist:
        if not isinstance(name, str):
            raise TypeError(f'Item in {where} must be str, not {type(name).__name__}')
        if name == '*':
            if not recursive and hasattr(module, '__all__'):
                _handle_fromlist(module, module.__all__, import_, recursive=True)
        elif not hasattr(module, name):
            full = f'{module.__name__}.{name}'
            try:
                import_(full)
            except ModuleNotFoundError as error:
                # Then it is no module; the statement itself says that it is missing.
                if error.name == full and sys.modules.get(full, Ellipsis) is not None:
                    continue
                raise
    return module


def _calc___package__(globals):
    """The package that a module's relative imports start from."""
    package = globals.get('__package__')
    spec = globals.get('__spec__')
    if package is not None:
        if spec is not None and package != spec.parent:
            _warnings.warn(f'__package__ != __spec__.parent ({package!r} != {spec.parent!r})',
                           DeprecationWarning, stacklevel=3)
        return package
    if spec is not None:
        return spec.parent
    _warnings.warn("can't resolve package from __spec__ or __package__, "
                   'falling back on __name__ and __path__', ImportWarning, stacklevel=3)
    package = globals['__name__']
    if '__path__' not in globals:
        package = package.rpartition('.')[0]
    return package


def __import__(name, globals=None, locals=None, fromlist=(), level=0):
    """What an import statement does."""
    if level == 0:
        module = _gcd_import(name)
    else:
        package = _calc___package__(globals if globals is not None else {})
        module = _gcd_import(name, package, level)
    if fromlist:
        if hasattr(module, '__path__'):
            return _handle_fromlist(module, fromlist, _gcd_import)
        return module
    if level == 0:
        return _gcd_import(name.partition('.')[0])
    if not name:
        return module
    cut = len(name) - len(name.partition('.')[0])
    return sys.modules[module.__name__[:len(module.__name__) - cut]]
