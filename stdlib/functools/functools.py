# Decorators and generic functions. Caches, partial and reduce are native.

from _functools import (_lru_cache_wrapper, cached_property, cmp_to_key,
                        partial, reduce)
from abc import get_cache_token
from types import GenericAlias

__all__ = ['update_wrapper', 'wraps', 'WRAPPER_ASSIGNMENTS', 'WRAPPER_UPDATES',
           'total_ordering', 'cache', 'cmp_to_key', 'lru_cache', 'reduce',
           'partial', 'partialmethod', 'singledispatch', 'singledispatchmethod',
           'cached_property']

WRAPPER_ASSIGNMENTS = ('__module__', '__name__', '__qualname__', '__doc__',
                       '__annotations__', '__type_params__')
WRAPPER_UPDATES = ('__dict__',)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS,
                   updated=WRAPPER_UPDATES):
    """Gives wrapper the name, documentation and attributes of wrapped."""
    for name in assigned:
        try:
            value = getattr(wrapped, name)
        except AttributeError:
            continue
        setattr(wrapper, name, value)
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    # Last, or the wrapped function's own __wrapped__ would take its place.
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """A decorator that does update_wrapper() with wrapped."""
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned,
                   updated=updated)


def __getattr__(name):
    # Made on first use, for not every program that imports functools has a cache.
    global _CacheInfo
    if name != '_CacheInfo':
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    from collections import namedtuple
    _CacheInfo = namedtuple('CacheInfo', ['hits', 'misses', 'maxsize', 'currsize'],
                            module='functools')
    return _CacheInfo


def lru_cache(maxsize=128, typed=False):
    """Least-recently-used cache decorator."""
    function = None
    if isinstance(maxsize, int):
        maxsize = max(maxsize, 0)
    elif callable(maxsize) and isinstance(typed, bool):
        # Used without parentheses.
        function, maxsize = maxsize, 128
    elif maxsize is not None:
        raise TypeError('Expected first argument to be an integer, '
                        'a callable, or None')

    def decorating_function(user_function):
        info = globals().get('_CacheInfo') or __getattr__('_CacheInfo')
        wrapper = _lru_cache_wrapper(user_function, maxsize, typed, info)
        wrapper.cache_parameters = lambda: {'maxsize': maxsize, 'typed': typed}
        return update_wrapper(wrapper, user_function)

    return decorating_function if function is None else decorating_function(function)


def cache(user_function, /):
    """Remembers every result, without limit."""
    return lru_cache(maxsize=None)(user_function)


# ---- orderings ---------------------------------------------------------------

# Every comparison in terms of every other: which operator to ask, whether its
# answer is to be negated, and whether equality counts in addition (True: equal
# is as good; False: equal is not enough; None: equality plays no part).
_DERIVED = {
    ('__lt__', '__gt__'): (True, False), ('__lt__', '__le__'): (False, True),
    ('__lt__', '__ge__'): (True, None),
    ('__le__', '__ge__'): (True, True), ('__le__', '__lt__'): (False, False),
    ('__le__', '__gt__'): (True, None),
    ('__gt__', '__lt__'): (True, False), ('__gt__', '__ge__'): (False, True),
    ('__gt__', '__le__'): (True, None),
    ('__ge__', '__le__'): (True, True), ('__ge__', '__gt__'): (False, False),
    ('__ge__', '__lt__'): (True, None),
}


def _comparison(root, name):
    negated, equality = _DERIVED[root, name]

    def compare(self, other):
        answer = getattr(type(self), root)(self, other)
        if answer is NotImplemented:
            return answer
        if negated:
            answer = not answer
        if equality is None:
            return answer
        if equality:
            return answer or self == other
        return answer and self != other

    compare.__name__ = name
    compare.__qualname__ = f'_{name[2:4]}_from_{root[2:4]}'
    compare.__doc__ = getattr(int, name).__doc__
    return compare


def total_ordering(cls):
    """A class decorator: makes the missing comparisons from the one there is."""
    names = ('__lt__', '__le__', '__gt__', '__ge__')
    roots = [name for name in names
             if getattr(cls, name, None) is not getattr(object, name)]
    if not roots:
        raise ValueError('must define at least one ordering operation: < > <= >=')
    # What is easiest to derive from comes first.
    root = next(name for name in ('__lt__', '__le__', '__gt__', '__ge__')
                if name in roots)
    for name in names:
        if name not in roots:
            setattr(cls, name, _comparison(root, name))
    return cls


# ---- partialmethod -----------------------------------------------------------

def _unwrap_partial(func):
    while isinstance(func, partial):
        func = func.func
    return func


def _unwrap_partialmethod(func):
    before = None
    while func is not before:
        before = func
        while isinstance(getattr(func, '__partialmethod__', None), partialmethod):
            func = func.__partialmethod__
        while isinstance(func, partialmethod):
            func = getattr(func, 'func')
        func = _unwrap_partial(func)
    return func


class partialmethod:
    """A method with some arguments filled in; works on functions and on descriptors."""

    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and getattr(func, '__get__', None) is None:
            raise TypeError(f'{func!r} is not callable or a descriptor')
        if isinstance(func, partialmethod):
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self.func = func
        self.args = args
        self.keywords = keywords

    def __repr__(self):
        parts = [repr(self.func), *map(repr, self.args)]
        parts += [f'{name}={value!r}' for name, value in self.keywords.items()]
        cls = type(self)
        return f'{cls.__module__}.{cls.__qualname__}({", ".join(parts)})'

    def _make_unbound_method(self):
        def _method(cls_or_self, /, *args, **keywords):
            keywords = {**self.keywords, **keywords}
            return self.func(cls_or_self, *self.args, *args, **keywords)
        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.__partialmethod__ = self
        return _method

    def __get__(self, obj, cls=None):
        get = getattr(self.func, '__get__', None)
        result = None
        if get is not None and not isinstance(self.func, partial):
            bound = get(obj, cls)
            if bound is not self.func:
                # The descriptor has taken care of the first argument.
                result = partial(bound, *self.args, **self.keywords)
                try:
                    result.__self__ = bound.__self__
                except AttributeError:
                    pass
        if result is None:
            result = self._make_unbound_method().__get__(obj, cls)
        return result

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, '__isabstractmethod__', False)

    __class_getitem__ = classmethod(GenericAlias)


# ---- single dispatch ---------------------------------------------------------

def _merge_orders(orders):
    """One order that respects all the given ones, each first entry as early as possible."""
    merged = []
    orders = [list(order) for order in orders if order]
    while orders:
        for order in orders:
            candidate = order[0]
            if not any(candidate in other[1:] for other in orders):
                break
        else:
            raise RuntimeError('Inconsistent hierarchy')
        merged.append(candidate)
        for order in orders:
            if order[0] is candidate:
                del order[0]
        orders = [order for order in orders if order]
    return merged


def _order_with(cls, abcs):
    """The class's order of lookup, with the abstract classes that it only pretends to have at
    the places where they would be if it had them."""
    split = 0
    for at, base in enumerate(reversed(cls.__bases__)):
        if hasattr(base, '__abstractmethods__'):
            # Abstract classes behind this base stay behind it.
            split = len(cls.__bases__) - at
            break
    explicit, others = list(cls.__bases__[:split]), list(cls.__bases__[split:])
    own = []
    for abc in abcs:
        if issubclass(cls, abc) and not any(issubclass(base, abc) for base in cls.__bases__):
            own.append(abc)
    for abc in own:
        abcs.remove(abc)
    parents = explicit + own + others
    return _merge_orders([[cls]] + [_order_with(parent, list(abcs)) for parent in parents]
                         + [list(parents)])


def _compose_mro(cls, types):
    known = set(cls.__mro__)

    def is_related(typ):
        return (typ not in known and hasattr(typ, '__mro__')
                and not isinstance(typ, GenericAlias) and issubclass(cls, typ))

    types = [n for n in types if is_related(n)]
    # A base of another candidate adds nothing.
    types = [n for n in types
             if not any(n is not other and n in other.__mro__ for other in types)]
    type_set = set(types)
    order = []
    for typ in types:
        found = []
        for sub in typ.__subclasses__():
            if sub not in known and issubclass(cls, sub):
                found.append([s for s in sub.__mro__ if s in type_set])
        if not found:
            order.append(typ)
            continue
        found.sort(key=len, reverse=True)
        for subs in found:
            for sub in subs:
                if sub not in order:
                    order.append(sub)
    return _order_with(cls, order)


def _find_impl(cls, registry):
    """The best implementation for the class; RuntimeError if two are as good."""
    order = _compose_mro(cls, registry.keys())
    match = None
    for typ in order:
        if match is not None:
            if (typ in registry and typ not in cls.__mro__
                    and match not in cls.__mro__
                    and not issubclass(match, typ)):
                raise RuntimeError('Ambiguous dispatch: {} or {}'.format(match, typ))
            break
        if typ in registry:
            match = typ
    return registry.get(match)


def _is_union(cls):
    from types import UnionType
    from typing import get_origin, Union
    return get_origin(cls) in (Union, UnionType)


def singledispatch(func):
    """A function that chooses its implementation by the type of the first argument."""
    from types import MappingProxyType
    from weakref import WeakKeyDictionary
    registry = {}
    dispatch_cache = WeakKeyDictionary()
    cache_token = None

    def clear():
        nonlocal dispatch_cache
        dispatch_cache = WeakKeyDictionary()

    def dispatch(cls):
        """The implementation for the class cls."""
        nonlocal cache_token
        if cache_token is not None:
            current = get_cache_token()
            if cache_token != current:
                clear()
                cache_token = current
        try:
            return dispatch_cache[cls]
        except KeyError:
            pass
        try:
            impl = registry[cls]
        except KeyError:
            impl = _find_impl(cls, registry)
        dispatch_cache[cls] = impl
        return impl

    def is_valid(cls):
        if isinstance(cls, type):
            return True
        if not hasattr(cls, '__args__') or not _is_union(cls):
            return False
        return all(isinstance(arg, type) for arg in cls.__args__)

    def register(cls, func=None):
        """generic_func.register(cls, func) -> func"""
        nonlocal cache_token
        if is_valid(cls):
            if func is None:
                return lambda f: register(cls, f)
        else:
            if func is not None:
                raise TypeError(f"Invalid first argument to `register()`. "
                                f"{cls!r} is not a class or union type.")
            if not getattr(cls, '__annotations__', {}):
                raise TypeError(
                    f"Invalid first argument to `register()`: {cls!r}. "
                    f"Use either `@register(some_class)` or plain `@register` "
                    f"on an annotated function.")
            func = cls
            from typing import get_type_hints
            name, cls = next(iter(get_type_hints(func).items()))
            if not is_valid(cls):
                if hasattr(cls, '__args__') and _is_union(cls):
                    raise TypeError(f"Invalid annotation for {name!r}. "
                                    f"{cls!r} not all arguments are classes.")
                raise TypeError(f"Invalid annotation for {name!r}. "
                                f"{cls!r} is not a class.")
        if isinstance(cls, type):
            registry[cls] = func
        else:
            for arg in cls.__args__:
                registry[arg] = func
        if cache_token is None and hasattr(cls, '__abstractmethods__'):
            cache_token = get_cache_token()
        clear()
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f'{name} requires at least 1 positional argument')
        return dispatch(args[0].__class__)(*args, **kw)

    name = getattr(func, '__name__', 'singledispatch function')
    registry[object] = func
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = MappingProxyType(registry)
    wrapper._clear_cache = clear
    update_wrapper(wrapper, func)
    return wrapper


class singledispatchmethod:
    """A method that chooses its implementation by the type of the first argument after self."""

    def __init__(self, func):
        if not callable(func) and not hasattr(func, '__get__'):
            raise TypeError(f'{func!r} is not callable or a descriptor')
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        """Makes func the implementation for cls."""
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        dispatch = self.dispatcher.dispatch
        name = getattr(self.func, '__name__', 'singledispatchmethod method')

        def _method(*args, **kwargs):
            if not args:
                raise TypeError(f'{name} requires at least 1 positional argument')
            method = dispatch(args[0].__class__)
            if hasattr(method, '__get__'):
                method = method.__get__(obj, cls)
            return method(*args, **kwargs)

        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.register = self.register
        update_wrapper(_method, self.func)
        return _method

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, '__isabstractmethod__', False)
