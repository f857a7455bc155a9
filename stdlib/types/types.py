# Making classes by calls, and the two helpers that need Python code.

def resolve_bases(bases):
    """The bases with those replaced that have __mro_entries__ (PEP 560)."""
    resolved = []
    changed = False
    for base in bases:
        entries = None if isinstance(base, type) else getattr(base, '__mro_entries__', None)
        if entries is None:
            resolved.append(base)
            continue
        new = entries(bases)
        if not isinstance(new, tuple):
            raise TypeError('__mro_entries__ must return a tuple')
        resolved.extend(new)
        changed = True
    return tuple(resolved) if changed else bases


def get_original_bases(cls, /):
    """The bases as written in the class statement, before __mro_entries__."""
    try:
        return cls.__dict__.get('__orig_bases__', cls.__bases__)
    except AttributeError:
        raise TypeError(f'Expected an instance of type, not {type(cls).__name__!r}') from None


def _most_derived(metaclass, bases):
    for base in bases:
        other = type(base)
        if issubclass(metaclass, other):
            continue
        if not issubclass(other, metaclass):
            raise TypeError('metaclass conflict: the metaclass of a derived class must be a '
                            '(non-strict) subclass of the metaclasses of all its bases')
        metaclass = other
    return metaclass


def prepare_class(name, bases=(), kwds=None):
    """The metaclass, the namespace its __prepare__ gave, and the keywords left over."""
    rest = dict(kwds or ())
    default = type(bases[0]) if bases and 'metaclass' not in rest else type
    metaclass = rest.pop('metaclass', default)
    if isinstance(metaclass, type):
        metaclass = _most_derived(metaclass, bases)
    prepare = getattr(metaclass, '__prepare__', None)
    return metaclass, {} if prepare is None else prepare(name, bases, **rest), rest


def new_class(name, bases=(), kwds=None, exec_body=None):
    """Makes a class as a class statement would; exec_body fills its namespace."""
    resolved = resolve_bases(bases)
    metaclass, namespace, kwds = prepare_class(name, resolved, kwds)
    if exec_body is not None:
        exec_body(namespace)
    if resolved is not bases:
        namespace['__orig_bases__'] = bases
    return metaclass(name, resolved, namespace, **kwds)


class DynamicClassAttribute:
    """A property of instances; asked of the class, its metaclass's __getattr__ answers."""

    def __init__(self, fget=None, fset=None, fdel=None, doc=None):
        self.fget, self.fset, self.fdel = fget, fset, fdel
        self.overwrite_doc = doc is None
        self.__doc__ = fget.__doc__ if doc is None and fget is not None else doc
        self.__isabstractmethod__ = bool(getattr(fget, '__isabstractmethod__', False))

    def __get__(self, instance, ownerclass=None):
        if instance is not None:
            if self.fget is None:
                raise AttributeError('unreadable attribute')
            return self.fget(instance)
        if self.__isabstractmethod__:
            return self
        raise AttributeError()

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError("can't set attribute")
        self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError("can't delete attribute")
        self.fdel(instance)

    def _changed(self, fget, fset, fdel, doc):
        made = type(self)(fget, fset, fdel, doc)
        made.overwrite_doc = self.overwrite_doc
        return made

    def getter(self, fget):
        doc = fget.__doc__ if self.overwrite_doc else None
        return self._changed(fget, self.fset, self.fdel, doc or self.__doc__)

    def setter(self, fset):
        return self._changed(self.fget, fset, self.fdel, self.__doc__)

    def deleter(self, fdel):
        return self._changed(self.fget, self.fset, fdel, self.__doc__)


class _GeneratorWrapper:
    """What a generator-like object looks like that `coroutine` lets be awaited."""

    def __init__(self, gen):
        self.__wrapped = gen
        self.__is_generator = gen.__class__ is GeneratorType
        self.__name__ = getattr(gen, '__name__', None)
        self.__qualname__ = getattr(gen, '__qualname__', None)

    def send(self, value):
        return self.__wrapped.send(value)

    def throw(self, *args):
        return self.__wrapped.throw(*args)

    def close(self):
        return self.__wrapped.close()

    @property
    def gi_code(self):
        return self.__wrapped.gi_code

    @property
    def gi_frame(self):
        return self.__wrapped.gi_frame

    @property
    def gi_running(self):
        return self.__wrapped.gi_running

    @property
    def gi_yieldfrom(self):
        return self.__wrapped.gi_yieldfrom

    cr_code, cr_frame = gi_code, gi_frame
    cr_running, cr_await = gi_running, gi_yieldfrom

    def __next__(self):
        return next(self.__wrapped)

    def __iter__(self):
        return self.__wrapped if self.__is_generator else self

    __await__ = __iter__


def _is_generator_alike(obj):
    has_methods = all(hasattr(obj, name) for name in ('send', 'throw', '__next__'))
    return has_methods and not hasattr(obj, '__await__')


def _as_awaitable(made):
    """What a call of a wrapped function gives, as something to await if it can be that."""
    cls = made.__class__
    if cls is GeneratorType:
        return made if made.gi_code.co_flags & 0x100 else _GeneratorWrapper(made)
    if cls is not CoroutineType and _is_generator_alike(made):
        return _GeneratorWrapper(made)
    return made


def coroutine(func):
    """Makes a generator function one whose generators can be awaited."""
    if not callable(func):
        raise TypeError('types.coroutine() expects a callable')
    code = getattr(func, '__code__', None)
    is_plain = func.__class__ is FunctionType and code.__class__ is CodeType
    if is_plain and code.co_flags & 0x180:
        # Already something that can be awaited.
        return func
    if is_plain and code.co_flags & 0x20 and hasattr(code, 'replace'):
        func.__code__ = code.replace(co_flags=code.co_flags | 0x100)
        return func
    from functools import wraps
    return wraps(func)(lambda *args, **kwargs: _as_awaitable(func(*args, **kwargs)))


__all__ = [name for name in list(globals()) if name[0] != '_']
