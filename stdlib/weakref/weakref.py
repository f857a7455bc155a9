# The containers of weak references, WeakMethod and finalize. An entry whose object has gone is
# removed by its reference's callback; while somebody iterates it stays, is skipped, and goes after.

__all__ = ['ref', 'proxy', 'getweakrefcount', 'getweakrefs', 'WeakKeyDictionary', 'ReferenceType',
           'ProxyType', 'CallableProxyType', 'ProxyTypes', 'WeakValueDictionary', 'WeakSet',
           'WeakMethod', 'finalize']

ProxyTypes = (ProxyType, CallableProxyType)
_class_getitem = classmethod(type(list[int]))


class _Walk:
    # Entries are kept while this is entered.

    def __init__(self, container):
        self.container = ref(container)

    def __enter__(self):
        container = self.container()
        if container is not None:
            container._walks += 1
        return self

    def __exit__(self, *_):
        container = self.container()
        if container is not None:
            container._walks -= 1
            if not container._walks:
                container._commit_removals()


def _parts_of(meth):
    try:
        return meth.__self__, meth.__func__
    except AttributeError:
        raise TypeError(f'argument should be a bound method, not {type(meth)}') from None


def _no_value():
    return None


def _end_of_entry(container):
    """What weak references call to have their entry leave the container, which does not live
    longer for that."""
    weak = ref(container)

    def end(reference):
        alive = weak()
        if alive is not None:
            alive._has_ended(reference)

    return end


class WeakMethod(ref):
    """A bound method seen weakly: it lives while its object and its function do."""

    __slots__ = '_func_ref', '_meth_type', '_alive', '__weakref__'

    def __new__(cls, meth, callback=None):
        obj, func = _parts_of(meth)

        def end(_):
            # Whichever goes first ends the reference, once.
            made = itself()
            was_alive = made is not None and made._alive
            if was_alive:
                made._alive = False
            if was_alive and callback is not None:
                callback(made)

        made = ref.__new__(cls, obj, end)
        itself = ref(made)
        made._func_ref, made._meth_type, made._alive = ref(func, end), type(meth), True
        return made

    def __call__(self):
        obj, func = super().__call__(), self._func_ref()
        if obj is None or func is None:
            return None
        return self._meth_type(func, obj)

    def __eq__(self, other):
        if isinstance(other, WeakMethod):
            if not self._alive or not other._alive:
                return self is other
            return ref.__eq__(self, other) and self._func_ref == other._func_ref
        return NotImplemented

    def __ne__(self, other):
        if isinstance(other, WeakMethod):
            return not self == other
        return NotImplemented

    __hash__ = ref.__hash__


class KeyedRef(ref):
    """A weak reference that knows its key in a WeakValueDictionary."""

    __slots__ = 'key',

    def __new__(type, ob, callback, key):
        self = ref.__new__(type, ob, callback)
        self.key = key
        return self

    def __init__(self, ob, callback, key):
        super().__init__(ob, callback)


class _WeakMapping:
    # What the two dictionaries have in common.

    __hash__ = None
    __class_getitem__ = _class_getitem

    def __eq__(self, other):
        if not hasattr(other, 'keys') or not hasattr(other, 'items'):
            return NotImplemented
        return dict(self.items()) == dict(other.items())

    def __copy__(self):
        return self.copy()

    def __iter__(self):
        return self.keys()

    def __reversed__(self):
        raise TypeError(f"'{type(self).__name__}' object is not reversible")

    def clear(self):
        """Remove every entry."""
        try:
            while True:
                self.popitem()
        except KeyError:
            pass

    def __or__(self, other):
        if not hasattr(other, 'keys'):
            return NotImplemented
        result = self.copy()
        result.update(other)
        return result

    def __ror__(self, other):
        if not hasattr(other, 'keys'):
            return NotImplemented
        result = self.__class__()
        result.update(other)
        result.update(self)
        return result

    def __ior__(self, other):
        self.update(other)
        return self


class WeakValueDictionary(_WeakMapping):
    """A mapping whose entries go with their values."""

    def __init__(self, other=(), /, **kw):
        self.data, self._removals, self._walks = {}, [], 0
        self._remove = _end_of_entry(self)
        self.update(other, **kw)

    def _has_ended(self, reference):
        if self._walks:
            self._removals.append(reference.key)
        elif self.data.get(reference.key) is reference:
            del self.data[reference.key]

    def _commit_removals(self):
        removals, data = self._removals, self.data
        while removals:
            key = removals.pop()
            reference = data.get(key)
            if reference is not None and reference() is None:
                del data[key]

    def __getitem__(self, key):
        if self._removals:
            self._commit_removals()
        value = self.data[key]()
        if value is None:
            raise KeyError(key)
        return value

    def __delitem__(self, key):
        if self._removals:
            self._commit_removals()
        del self.data[key]

    def __setitem__(self, key, value):
        if self._removals:
            self._commit_removals()
        self.data[key] = KeyedRef(value, self._remove, key)

    def __len__(self):
        return len(self.data) - len(self._removals)

    def __contains__(self, key):
        if self._removals:
            self._commit_removals()
        reference = self.data.get(key)
        return reference is not None and reference() is not None

    def __repr__(self):
        return f'<{self.__class__.__name__} at {id(self):#x}>'

    def __deepcopy__(self, memo):
        from copy import deepcopy
        made = self.__class__()
        for key, value in self.items():
            made[deepcopy(key, memo)] = value
        return made

    def copy(self):
        """A dictionary of the same keys and values."""
        return WeakValueDictionary(self)

    def get(self, key, default=None):
        """The value of a key, or the default."""
        if self._removals:
            self._commit_removals()
        reference = self.data.get(key)
        value = None if reference is None else reference()
        return default if value is None else value

    def items(self):
        """Pairs of keys and values."""
        self._commit_removals()
        with _Walk(self):
            pairs = ((key, reference()) for key, reference in self.data.items())
            yield from (pair for pair in pairs if pair[1] is not None)

    def keys(self):
        """The keys."""
        for key, value in self.items():
            yield key

    def values(self):
        """The values."""
        for key, value in self.items():
            yield value

    def itervaluerefs(self):
        """References to the values, dead ones perhaps among them."""
        if self._removals:
            self._commit_removals()
        with _Walk(self):
            yield from self.data.values()

    def valuerefs(self):
        """A list of references to the values."""
        if self._removals:
            self._commit_removals()
        return list(self.data.values())

    def popitem(self):
        """Remove and return some key and value."""
        self._commit_removals()
        value = None
        while value is None:
            key, reference = self.data.popitem()
            value = reference()
        return key, value

    def pop(self, key, *args):
        """Remove a key and return its value."""
        self._commit_removals()
        value = self.data.pop(key, _no_value)()
        if value is None and not args:
            raise KeyError(key)
        return args[0] if value is None else value

    def setdefault(self, key, default=None):
        """The value of a key, set to the default if there is none."""
        value = self.get(key)
        if value is None:
            self[key] = value = default
        return value

    def update(self, other=None, /, **kwargs):
        """Set the entries of a mapping or of pairs."""
        entries = dict(() if other is None else other) if not hasattr(other, 'items') else other
        for source in (entries, kwargs):
            for key, value in source.items():
                self[key] = value


class WeakKeyDictionary(_WeakMapping):
    """A mapping whose entries go with their keys."""

    def __init__(self, dict=None):
        self.data, self._removals, self._walks = {}, [], 0
        self._remove = _end_of_entry(self)
        if dict is not None:
            self.update(dict)

    def _has_ended(self, reference):
        if self._walks:
            self._removals.append(reference)
        else:
            self.data.pop(reference, None)

    def _commit_removals(self):
        removals = self._removals
        while removals:
            self.data.pop(removals.pop(), None)

    def __delitem__(self, key):
        del self.data[ref(key)]

    def __getitem__(self, key):
        return self.data[ref(key)]

    def __setitem__(self, key, value):
        self.data[ref(key, self._remove)] = value

    def __len__(self):
        return len(self.data) - len(self._removals)

    def __contains__(self, key):
        try:
            reference = ref(key)
        except TypeError:
            return False
        return reference in self.data

    def __repr__(self):
        return f'<{self.__class__.__name__} at {id(self):#x}>'

    def __deepcopy__(self, memo):
        from copy import deepcopy
        made = self.__class__()
        for key, value in self.items():
            made[key] = deepcopy(value, memo)
        return made

    def copy(self):
        """A dictionary of the same keys and values."""
        return WeakKeyDictionary(self)

    def get(self, key, default=None):
        """The value of a key, or the default."""
        return self.data.get(ref(key), default)

    def items(self):
        """Pairs of keys and values."""
        with _Walk(self):
            for reference, value in self.data.items():
                key = reference()
                if key is not None:
                    yield key, value

    def keys(self):
        """The keys."""
        for key, value in self.items():
            yield key

    def values(self):
        """The values."""
        for key, value in self.items():
            yield value

    def keyrefs(self):
        """A list of references to the keys."""
        return list(self.data)

    def popitem(self):
        """Remove and return some key and value."""
        while True:
            reference, value = self.data.popitem()
            key = reference()
            if key is not None:
                return key, value
            # Its removal, put off while somebody iterates, has just happened.
            if reference in self._removals:
                self._removals.remove(reference)

    def pop(self, key, *args):
        """Remove a key and return its value."""
        return self.data.pop(ref(key), *args)

    def setdefault(self, key, default=None):
        """The value of a key, set to the default if there is none."""
        return self.data.setdefault(ref(key, self._remove), default)

    def update(self, dict=None, /, **kwargs):
        """Set the entries of a mapping or of pairs."""
        entries = {} if dict is None else dict
        if not hasattr(entries, 'items'):
            entries = type({})(entries)
        for source in (entries, kwargs):
            for key, value in source.items():
                self[key] = value


class WeakSet:
    """A set whose items go when nobody else has them."""

    __hash__ = None
    __class_getitem__ = _class_getitem

    def __init__(self, data=None):
        self.data, self._removals, self._walks = set(), [], 0
        self._remove = _end_of_entry(self)
        if data is not None:
            self.update(data)

    def _has_ended(self, reference):
        if self._walks:
            self._removals.append(reference)
        else:
            self.data.discard(reference)

    def _commit_removals(self):
        removals = self._removals
        while removals:
            self.data.discard(removals.pop())

    def __iter__(self):
        with _Walk(self):
            for reference in self.data:
                item = reference()
                if item is not None:
                    yield item

    def __len__(self):
        return len(self.data) - len(self._removals)

    def __contains__(self, item):
        try:
            reference = ref(item)
        except TypeError:
            return False
        return reference in self.data

    def __reduce__(self):
        return self.__class__, (list(self),), None

    def __repr__(self):
        return repr(self.data)

    def add(self, item):
        """Add an item."""
        if self._removals:
            self._commit_removals()
        self.data.add(ref(item, self._remove))

    def clear(self):
        """Remove every item."""
        if self._removals:
            self._commit_removals()
        self.data.clear()

    def copy(self):
        """A set of the same items."""
        return self.__class__(self)

    def pop(self):
        """Remove and return some item."""
        self._commit_removals()
        item = None
        try:
            while item is None:
                item = self.data.pop()()
        except KeyError:
            raise KeyError('pop from empty WeakSet') from None
        return item

    def remove(self, item):
        """Remove an item, which must be there."""
        if self._removals:
            self._commit_removals()
        self.data.remove(ref(item))

    def discard(self, item):
        """Remove an item if it is there."""
        if self._removals:
            self._commit_removals()
        self.data.discard(ref(item))

    def update(self, other):
        """Add the items of an iterable."""
        if self._removals:
            self._commit_removals()
        for item in other:
            self.add(item)

    def __ior__(self, other):
        self.update(other)
        return self

    def difference(self, other):
        """The items that the other has not."""
        result = self.copy()
        result.difference_update(other)
        return result

    __sub__ = difference

    def difference_update(self, other):
        """Remove the items of an iterable."""
        self.__isub__(other)

    def __isub__(self, other):
        if self._removals:
            self._commit_removals()
        if self is other:
            self.data.clear()
        else:
            self.data.difference_update([ref(item) for item in other])
        return self

    def intersection(self, other):
        """The items that the other has, too."""
        return self.__class__([item for item in other if item in self])

    __and__ = intersection

    def intersection_update(self, other):
        """Keep the items of an iterable only."""
        self.__iand__(other)

    def __iand__(self, other):
        if self._removals:
            self._commit_removals()
        self.data.intersection_update([ref(item) for item in other])
        return self

    def issubset(self, other):
        """Whether the other has all items."""
        return self.data.issubset([ref(item) for item in other])

    __le__ = issubset

    def __lt__(self, other):
        return self.data < {ref(item) for item in other}

    def issuperset(self, other):
        """Whether all items of the other are here."""
        return self.data.issuperset([ref(item) for item in other])

    __ge__ = issuperset

    def __gt__(self, other):
        return self.data > {ref(item) for item in other}

    def __eq__(self, other):
        if not isinstance(other, self.__class__):
            return NotImplemented
        return self.data == {ref(item) for item in other}

    def symmetric_difference(self, other):
        """The items that only one of the two has."""
        result = self.copy()
        result.symmetric_difference_update(other)
        return result

    __xor__ = symmetric_difference

    def symmetric_difference_update(self, other):
        """Remove common items, add the other's own."""
        self.__ixor__(other)

    def __ixor__(self, other):
        if self._removals:
            self._commit_removals()
        if self is other:
            self.data.clear()
        else:
            self.data.symmetric_difference_update([ref(item, self._remove) for item in other])
        return self

    def union(self, other):
        """The items of both."""
        result = self.copy()
        result.update(other)
        return result

    __or__ = union

    def isdisjoint(self, other):
        """Whether there are no common items."""
        return len(self.intersection(other)) == 0


class finalize:
    """A call made when an object goes, or at the end of the program."""

    __slots__ = ()

    # What is still to be called, by finaliser.
    _registry = {}
    _counter = 0
    _at_exit = False
    # After the program nothing is called any more.
    _shutdown = False

    class _Info:
        __slots__ = 'weakref', 'func', 'args', 'kwargs', 'atexit', 'index'

    def __init__(self, obj, func, /, *args, **kwargs):
        if not finalize._at_exit:
            finalize._at_exit = True
            _at_program_end(finalize._exitfunc)
        entry = {'weakref': ref(obj, self), 'func': func, 'args': args, 'kwargs': kwargs or None,
                 'atexit': True, 'index': finalize._counter}
        finalize._counter += 1
        info = self._Info()
        for name, value in entry.items():
            setattr(info, name, value)
        self._registry[self] = info

    def __call__(self, _=None):
        """Make the call, unless that has been done."""
        info = self._registry.pop(self, None)
        if info is not None and not self._shutdown:
            return info.func(*info.args, **(info.kwargs or {}))

    def detach(self):
        """What would have been called, which is not done any more."""
        info = self._registry.get(self)
        obj = info and info.weakref()
        if obj is not None and self._registry.pop(self, None):
            return obj, info.func, info.args, info.kwargs or {}

    def peek(self):
        """What is to be called."""
        info = self._registry.get(self)
        obj = info and info.weakref()
        if obj is not None:
            return obj, info.func, info.args, info.kwargs or {}

    @property
    def alive(self):
        """Whether the call is still to be made."""
        return self in self._registry

    @property
    def atexit(self):
        """Whether the call is made at the end of the program."""
        info = self._registry.get(self)
        return bool(info) and info.atexit

    @atexit.setter
    def atexit(self, value):
        info = self._registry.get(self)
        if info:
            info.atexit = bool(value)

    def __repr__(self):
        info = self._registry.get(self)
        obj = info and info.weakref()
        if obj is None:
            return f'<{type(self).__name__} object at {id(self):#x}; dead>'
        return (f'<{type(self).__name__} object at {id(self):#x}; '
                f'for {type(obj).__name__!r} at {id(obj):#x}>')

    @classmethod
    def _exitfunc(cls):
        # The newest first; new ones may come meanwhile.
        while True:
            due = [(info.index, item) for item, info in cls._registry.items() if info.atexit]
            if not due:
                finalize._shutdown = True
                return
            _, item = max(due, key=lambda pair: pair[0])
            try:
                item()
            except Exception:
                _report(item)


def _at_program_end(function):
    try:
        import atexit
    except ImportError:
        return
    atexit.register(function)


def _report(item):
    import sys
    sys.excepthook(*sys.exc_info())
