# finalize and the weak containers. An entry whose object has gone is removed by the reference's
# callback; while somebody iterates, dead entries are skipped and stay.


class WeakValueDictionary:
    def __init__(self, other=(), /, **kw):
        self._refs = {}
        self.update(other, **kw)

    def update(self, other=(), /, **kw):
        for key, value in dict(other, **kw).items():
            self[key] = value

    def __setitem__(self, key, value):
        refs = self._refs

        def gone(reference):
            if refs.get(key) is reference:
                del refs[key]

        refs[key] = ref(value, gone)

    def __getitem__(self, key):
        value = self._refs[key]()
        if value is None:
            raise KeyError(key)
        return value

    def __delitem__(self, key):
        del self._refs[key]

    def __contains__(self, key):
        return self.get(key) is not None

    def __len__(self):
        return len(self._refs)

    def __iter__(self):
        return self.keys()

    def get(self, key, default=None):
        reference = self._refs.get(key)
        value = None if reference is None else reference()
        return default if value is None else value

    def setdefault(self, key, default=None):
        value = self.get(key)
        if value is None:
            self[key] = value = default
        return value

    def pop(self, key, *default):
        value = self.get(key)
        if value is None:
            if default:
                return default[0]
            raise KeyError(key)
        del self._refs[key]
        return value

    def items(self):
        for key, reference in list(self._refs.items()):
            value = reference()
            if value is not None:
                yield key, value

    def keys(self):
        for key, value in self.items():
            yield key

    def values(self):
        for key, value in self.items():
            yield value


class WeakKeyDictionary:
    def __init__(self, other=()):
        self._values = {}
        for key, value in dict(other).items():
            self[key] = value

    def __setitem__(self, key, value):
        values = self._values
        self._values[ref(key, lambda reference: values.pop(reference, None))] = value

    def __getitem__(self, key):
        return self._values[ref(key)]

    def __delitem__(self, key):
        del self._values[ref(key)]

    def __contains__(self, key):
        try:
            return ref(key) in self._values
        except TypeError:
            return False

    def __len__(self):
        return len(self._values)

    def __iter__(self):
        return self.keys()

    def get(self, key, default=None):
        return self._values.get(ref(key), default)

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
        return self[key]

    def pop(self, key, *default):
        return self._values.pop(ref(key), *default)

    def items(self):
        for reference, value in list(self._values.items()):
            key = reference()
            if key is not None:
                yield key, value

    def keys(self):
        for key, value in self.items():
            yield key

    def values(self):
        for key, value in self.items():
            yield value


class WeakSet:
    def __init__(self, data=()):
        self._refs = {}
        for item in data:
            self.add(item)

    def add(self, item):
        refs = self._refs
        refs[ref(item, lambda reference: refs.pop(reference, None))] = None

    def discard(self, item):
        self._refs.pop(ref(item), None)

    def remove(self, item):
        try:
            del self._refs[ref(item)]
        except KeyError:
            raise KeyError(item) from None

    def clear(self):
        self._refs.clear()

    def update(self, other):
        for item in other:
            self.add(item)

    def __contains__(self, item):
        try:
            return ref(item) in self._refs
        except TypeError:
            return False

    def __len__(self):
        return len(self._refs)

    def __iter__(self):
        for reference in list(self._refs):
            item = reference()
            if item is not None:
                yield item


class finalize:
    _live = {}

    def __init__(self, obj, func, /, *args, **kwargs):
        self._call = func, args, kwargs
        # Both live here: the reference for its callback, and this object until then.
        finalize._live[self] = ref(obj, lambda reference: self())

    def __call__(self, _=None):
        if finalize._live.pop(self, None) is not None:
            func, args, kwargs = self._call
            return func(*args, **kwargs)

    def detach(self):
        reference = finalize._live.get(self)
        obj = None if reference is None else reference()
        if obj is not None:
            del finalize._live[self]
            return (obj, *self._call)

    def peek(self):
        reference = finalize._live.get(self)
        obj = None if reference is None else reference()
        if obj is not None:
            return (obj, *self._call)

    @property
    def alive(self):
        return self in finalize._live
