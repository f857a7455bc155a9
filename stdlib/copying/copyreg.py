# Functions that stand in pickles by name; the tables of reducers and of extension codes.

__all__ = ["pickle", "constructor", "add_extension", "remove_extension", "clear_extension_cache"]

dispatch_table = {}

# Flag of classes that Python code has made.
_MADE_BY_CODE = 1 << 9

# Extension codes: (module, name) to code, code to (module, name), code to object.
_extension_registry = {}
_inverted_registry = {}
_extension_cache = {}


def pickle(ob_type, pickle_function, constructor_ob=None):
    if not callable(pickle_function):
        raise TypeError("reduction functions must be callable")
    dispatch_table[ob_type] = pickle_function
    if constructor_ob is not None:
        constructor(constructor_ob)


def constructor(object):
    if not callable(object):
        raise TypeError("constructors must be callable")


def pickle_complex(c):
    return complex, (c.real, c.imag)


def pickle_union(obj):
    from functools import reduce
    from operator import or_
    return reduce, (or_, obj.__args__)


dispatch_table[complex] = pickle_complex
dispatch_table[type(int | str)] = pickle_union


# ---- named in pickles --------------------------------------------------------------------------

def _reconstructor(cls, base, state):
    if base is object:
        return object.__new__(cls)
    made = base.__new__(cls, state)
    if base.__init__ is not object.__init__:
        base.__init__(made, state)
    return made


def __newobj__(cls, *args):
    return cls.__new__(cls, *args)


def __newobj_ex__(cls, args, kwargs):
    return cls.__new__(cls, *args, **kwargs)


# ---- asked by object ---------------------------------------------------------------------------

def _native_base(cls):
    """The first class on the way up that is not written in Python, and makes its instances."""
    for base in cls.__mro__:
        if not base.__flags__ & _MADE_BY_CODE:
            return base
        new = base.__dict__.get("__new__")
        if getattr(new, "__self__", None) is base and type(new) is type(len):
            return base
    return object


def _reduce_ex(self, proto):
    if proto >= 2:
        raise AssertionError
    cls = self.__class__
    base = _native_base(cls)
    if base is cls and base is not object:
        raise TypeError(f"cannot pickle {cls.__name__!r} object")
    state = None if base is object else base(self)
    slots = getattr(self, "__slots__", None)
    try:
        getstate = self.__getstate__
    except AttributeError:
        if slots:
            raise _slots_need_getstate() from None
        attributes = getattr(self, "__dict__", None)
    else:
        if slots and type(self).__getstate__ is object.__getstate__:
            raise _slots_need_getstate()
        attributes = getstate()
    made = _reconstructor, (cls, base, state)
    return (*made, attributes) if attributes else made


def _slots_need_getstate():
    return TypeError(
        "a class that defines __slots__ without defining __getstate__ cannot be pickled")


def _slotnames(cls):
    """Names under which instances keep what `__slots__` reserve; the class remembers the list."""
    known = cls.__dict__.get("__slotnames__")
    if known is not None:
        return known
    names = []
    if hasattr(cls, "__slots__"):
        for each in cls.__mro__:
            own = each.__dict__.get("__slots__", ())
            for name in (own,) if isinstance(own, str) else own:
                if name in ("__dict__", "__weakref__"):
                    continue
                owner = each.__name__.lstrip("_")
                if owner and name.startswith("__") and not name.endswith("__"):
                    name = f"_{owner}{name}"
                names.append(name)
    try:
        cls.__slotnames__ = names
    except Exception:
        pass
    return names


# ---- extension codes ---------------------------------------------------------------------------

def add_extension(module, name, code):
    code = int(code)
    if not 1 <= code <= 0x7fffffff:
        raise ValueError("code out of range")
    key = module, name
    known = _extension_registry.get(key), _inverted_registry.get(code)
    if known == (code, key):
        return
    if known[0] is not None:
        raise ValueError(f"key {key} is already registered with code {known[0]}")
    if known[1] is not None:
        raise ValueError(f"code {code} is already in use for key {known[1]}")
    _extension_registry[key] = code
    _inverted_registry[code] = key


def remove_extension(module, name, code):
    key = module, name
    if _extension_registry.get(key) != code or _inverted_registry.get(code) != key:
        raise ValueError(f"key {key} is not registered with code {code}")
    del _extension_registry[key]
    del _inverted_registry[code]
    _extension_cache.pop(code, None)


def clear_extension_cache():
    _extension_cache.clear()
