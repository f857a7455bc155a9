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


_ABSENT = object()


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS,
                   updated=WRAPPER_UPDATES):
    """Gives wrapper the name, documentation and attributes of wrapped."""
    found = ((name, getattr(wrapped, name, _ABSENT)) for name in assigned)
    for name, value in found:
        if value is not _ABSENT:
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


def _cached(function, limit, typed):
    info = globals().get('_CacheInfo') or __getattr__('_CacheInfo')
    cached = _lru_cache_wrapper(function, limit, typed, info)
    cached.cache_parameters = lambda: {'maxsize': limit, 'typed': typed}
    return update_wrapper(cached, function)


def lru_cache(maxsize=128, typed=False):
    """A decorator: remembers the results of the last maxsize calls."""
    if maxsize is None or isinstance(maxsize, int):
        limit = maxsize if maxsize is None else max(maxsize, 0)
        return lambda function: _cached(function, limit, typed)
    if callable(maxsize) and isinstance(typed, bool):
        # Used without parentheses.
        return _cached(maxsize, 128, typed)
    raise TypeError('Expected first argument to be an integer, a callable, or None')


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


_COMPARISONS = ('__lt__', '__le__', '__gt__', '__ge__')


def total_ordering(cls):
    """A class decorator: makes the missing comparisons from the one there is."""
    own = [name for name in _COMPARISONS
           if getattr(cls, name, None) is not getattr(object, name)]
    if own:
        # What is easiest to derive from comes first.
        made = {name: _comparison(own[0], name) for name in _COMPARISONS if name not in own}
        for name, method in made.items():
            setattr(cls, name, method)
        return cls
    raise ValueError('must define at least one ordering operation: < > <= >=')


# ---- partialmethod -----------------------------------------------------------

def _unwrap_partial(func):
    while isinstance(func, partial):
        func = func.func
    return func


def _unwrap_partialmethod(func):
    """The function below any nesting of partialmethod and partial."""
    while True:
        origin = getattr(func, '__partialmethod__', None)
        if isinstance(origin, partialmethod):
            func = origin
        elif isinstance(func, (partialmethod, partial)):
            func = func.func
        else:
            return func


class partialmethod:
    """A method with some arguments filled in; works on functions and on descriptors."""

    def __init__(self, func, /, *args, **keywords):
        self.func, self.args, self.keywords = func, args, keywords
        if isinstance(func, partialmethod):
            # One layer is enough.
            self.func = func.func
            self.args = (*func.args, *args)
            self.keywords = func.keywords | keywords
        elif not (callable(func) or getattr(func, '__get__', None)):
            raise TypeError(f'{func!r} is not callable or a descriptor')

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

    def _reached(self, obj, cls):
        """What the descriptor gives for the object; the function itself while its first
        argument is still open."""
        reach = getattr(self.func, '__get__', None)
        if reach is None or isinstance(self.func, partial):
            return self.func
        return reach(obj, cls)

    def __get__(self, obj, cls=None):
        reached = self._reached(obj, cls)
        if reached is self.func:
            return self._make_unbound_method().__get__(obj, cls)
        filled = partial(reached, *self.args, **self.keywords)
        if hasattr(reached, '__self__'):
            filled.__self__ = reached.__self__
        return filled

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, '__isabstractmethod__', False)

    __class_getitem__ = classmethod(GenericAlias)


# ---- single dispatch ---------------------------------------------------------

def _merge_orders(orders):
    """One order that respects all the given ones, each first entry as early as possible."""
    merged = []
    pending = [order for order in orders if order]
    while pending:
        late = {each for order in pending for each in order[1:]}
        first = next((order[0] for order in pending if order[0] not in late), None)
        if first is None:
            raise RuntimeError('Inconsistent hierarchy')
        merged.append(first)
        pending = [rest for order in pending if (rest := order[order[0] is first:])]
    return merged


def _order_with(cls, abcs):
    """The class's order of lookup, with the abstract classes that it only pretends to have at
    the places where they would be if it had them."""
    bases = cls.__bases__
    new = [abc for abc in abcs
           if issubclass(cls, abc) and not any(issubclass(base, abc) for base in bases)]
    old = [abc for abc in abcs if abc not in new]
    # They come behind the last base that is abstract itself.
    place = max((number for number, base in enumerate(bases, 1)
                 if hasattr(base, '__abstractmethods__')), default=0)
    parents = [*bases[:place], *new, *bases[place:]]
    return _merge_orders([[cls], *(_order_with(parent, old) for parent in parents), parents])


def _pretended(cls, types):
    """Those of the types that cls has without inheriting from them, the most special ones
    first; a type may come several times."""
    inherited = set(cls.__mro__)
    fitting = [each for each in types
               if each not in inherited and hasattr(each, '__mro__')
               and not isinstance(each, GenericAlias) and issubclass(cls, each)]
    # A base of another one adds nothing.
    lowest = [each for each in fitting if not any(each in other.__mro__[1:] for other in fitting)]
    for each in lowest:
        between = (sub for sub in each.__subclasses__()
                   if sub not in inherited and issubclass(cls, sub))
        lines = [[above for above in sub.__mro__ if above in lowest] for sub in between]
        for line in sorted(lines, key=len, reverse=True) or [[each]]:
            yield from line


def _compose_mro(cls, types):
    return _order_with(cls, list(dict.fromkeys(_pretended(cls, types))))


def _find_impl(cls, registry):
    """The best implementation for the class; RuntimeError if two are as good."""
    order = _compose_mro(cls, registry.keys())
    places = [place for place, each in enumerate(order) if each in registry]
    best, rival = order[places[0]], None
    if places[0] + 1 in places:
        rival = order[places[0] + 1]
        if not (best in cls.__mro__ or rival in cls.__mro__ or issubclass(best, rival)):
            raise RuntimeError(f'Ambiguous dispatch: {best} or {rival}')
    return registry[best]


def _is_union(cls):
    from types import UnionType
    from typing import get_origin, Union
    return get_origin(cls) in (Union, UnionType)


def _classes_in(given):
    """The classes that a class or a union of classes names; None of anything else."""
    if isinstance(given, type):
        return (given,)
    if hasattr(given, '__args__') and _is_union(given):
        if all(isinstance(each, type) for each in given.__args__):
            return given.__args__
    return None


def _annotated_classes(func):
    """The classes that the function's first annotation names."""
    if not getattr(func, '__annotations__', {}):
        raise TypeError(f'Invalid first argument to `register()`: {func!r}. '
                        'Use either `@register(some_class)` or plain `@register` '
                        'on an annotated function.')
    from typing import get_type_hints
    name, hint = next(iter(get_type_hints(func).items()))
    classes = _classes_in(hint)
    if classes is None:
        union = hasattr(hint, '__args__') and _is_union(hint)
        wrong = 'not all arguments are classes' if union else 'is not a class'
        raise TypeError(f'Invalid annotation for {name!r}. {hint!r} {wrong}.')
    return classes


class _Dispatcher:
    """What is behind a generic function: implementations by class, and choices made so far."""

    def __init__(self, default):
        from weakref import WeakKeyDictionary
        self.registry = {object: default}
        self.choices = WeakKeyDictionary()
        # For which state of the abstract classes the choices hold; None if that plays no part.
        self.state = None

    def dispatch(self, cls):
        """The implementation for the class cls."""
        if self.state is not None and self.state != (state := get_cache_token()):
            self.state = state
            self.choices.clear()
        choice = self.choices.get(cls)
        if choice is None:
            choice = self.registry[cls] if cls in self.registry else (
                _find_impl(cls, self.registry))
            self.choices[cls] = choice
        return choice

    def register(self, cls, func=None):
        """Have func called for cls: a class, a union, or the annotated func itself."""
        classes = _classes_in(cls)
        if classes is None and func is not None:
            raise TypeError('Invalid first argument to `register()`. '
                            f'{cls!r} is not a class or union type.')
        if classes is None:
            func, classes = cls, _annotated_classes(cls)
        elif func is None:
            return partial(self.register, cls)
        for each in classes:
            self.registry[each] = func
        if self.state is None and any(hasattr(each, '__abstractmethods__') for each in classes):
            self.state = get_cache_token()
        self.choices.clear()
        return func


def singledispatch(func):
    """A function that chooses its implementation by the type of the first argument."""
    from types import MappingProxyType
    behind = _Dispatcher(func)

    def wrapper(*args, **kw):
        if args:
            return behind.dispatch(args[0].__class__)(*args, **kw)
        name = getattr(func, '__name__', 'singledispatch function')
        raise TypeError(f'{name} requires at least 1 positional argument')

    vars(wrapper).update(register=behind.register, dispatch=behind.dispatch,
                         registry=MappingProxyType(behind.registry),
                         _clear_cache=behind.choices.clear)
    return update_wrapper(wrapper, func)


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
        func, choose = self.func, self.dispatcher.dispatch

        def _method(*args, **kwargs):
            if args:
                choice = choose(args[0].__class__)
                reach = getattr(choice, '__get__', None)
                return (reach(obj, cls) if reach else choice)(*args, **kwargs)
            name = getattr(func, '__name__', 'singledispatchmethod method')
            raise TypeError(f'{name} requires at least 1 positional argument')

        vars(_method).update(__isabstractmethod__=self.__isabstractmethod__, register=self.register)
        return update_wrapper(_method, func)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, '__isabstractmethod__', False)
