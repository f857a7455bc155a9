# copy, deepcopy and replace. What a class says of itself comes before the tables of copyreg, and
# those before the general way through __reduce_ex__.

import copyreg as _copyreg
import types as _types
import weakref as _weakref

__all__ = ["Error", "copy", "deepcopy", "replace"]


class Error(Exception):
    pass


error = Error

# What never changes is its own copy.
_ATOMS = (
    type(None), int, float, bool, complex, str, bytes, type, range, type(Ellipsis),
    type(NotImplemented), _types.BuiltinFunctionType, type([].append), _types.FunctionType,
    _weakref.ref, property, _types.CodeType)


# ---- of one object alone -----------------------------------------------------------------------

def _itself(x):
    return x


_copy_dispatch = dict.fromkeys((*_ATOMS, tuple, frozenset, slice), _itself)
_copy_dispatch.update({kind: kind.copy for kind in (list, dict, set, bytearray)})


def copy(x):
    cls = type(x)
    copier = _copy_dispatch.get(cls)
    if copier is not None:
        return copier(x)
    if issubclass(cls, type):
        return x
    copier = getattr(cls, "__copy__", None)
    if copier is not None:
        return copier(x)
    reduced = _reduced(x, cls)
    return x if isinstance(reduced, str) else _rebuild(x, *reduced)


def _reduced(x, cls):
    reducer = _copyreg.dispatch_table.get(cls)
    if reducer is not None:
        return reducer(x)
    reducer = getattr(x, "__reduce_ex__", None)
    if reducer is not None:
        return reducer(4)
    reducer = getattr(x, "__reduce__", None)
    if reducer:
        return reducer()
    raise Error("un(deep)copyable object of type %s" % cls)


def _rebuild(x, maker, args, state=None, items=None, pairs=None, *, memo=None):
    deep = memo is not None
    if deep and args:
        args = [deepcopy(arg, memo) for arg in args]
    made = maker(*args)
    if deep:
        memo[id(x)] = made
    if state is not None:
        _set_state(made, deepcopy(state, memo) if deep else state)
    if items is not None:
        for item in items:
            made.append(deepcopy(item, memo) if deep else item)
    if pairs is not None:
        for key, value in pairs:
            if deep:
                key, value = deepcopy(key, memo), deepcopy(value, memo)
            made[key] = value
    return made


def _set_state(made, state):
    if hasattr(made, "__setstate__"):
        made.__setstate__(state)
        return
    slots = None
    if isinstance(state, tuple) and len(state) == 2:
        state, slots = state
    if type(state) is dict:
        _set_attributes(made, state)
    elif state is not None:
        made.__dict__.update(state)
    if slots is not None:
        for name, value in slots.items():
            setattr(made, name, value)


# ---- of all that an object leads to ------------------------------------------------------------

def _atom(x, memo):
    return x


def _deep_list(x, memo):
    # The copy is known before its items are: one of them may lead back to it.
    memo[id(x)] = made = []
    add = made.append
    for item in x:
        add(deepcopy(item, memo))
    return made


def _deep_tuple(x, memo):
    items = [deepcopy(item, memo) for item in x]
    known = memo.get(id(x))
    if known is not None:
        # An item led back here, and so the tuple has been copied meanwhile.
        return known
    for old, new in zip(x, items):
        if old is not new:
            return tuple(items)
    return x


def _deep_dict(x, memo):
    memo[id(x)] = made = {}
    for key, value in x.items():
        made[deepcopy(key, memo)] = deepcopy(value, memo)
    return made


def _deep_method(x, memo):
    return type(x)(x.__func__, deepcopy(x.__self__, memo))


_deepcopy_dispatch = dict.fromkeys(_ATOMS, _atom)
_deepcopy_dispatch.update({
    list: _deep_list, tuple: _deep_tuple, dict: _deep_dict, _types.MethodType: _deep_method})


def deepcopy(x, memo=None, _nil=[]):
    cls = type(x)
    copier = _deepcopy_dispatch.get(cls)
    if copier is _atom:
        return x
    place = id(x)
    if memo is None:
        memo = {}
    else:
        known = memo.get(place, _nil)
        if known is not _nil:
            return known
    if copier is not None:
        made = copier(x, memo)
    elif issubclass(cls, type):
        return x
    elif (copier := getattr(x, "__deepcopy__", None)) is not None:
        made = copier(memo)
    else:
        reduced = _reduced(x, cls)
        made = x if isinstance(reduced, str) else _rebuild(x, *reduced, memo=memo)
    if made is not x:
        memo[place] = made
        # Under the memo's own number: what was copied stays alive, so that no other object gets its
        # number meanwhile.
        try:
            memo[id(memo)].append(x)
        except KeyError:
            memo[id(memo)] = [x]
    return made


def replace(obj, /, **changes):
    cls = obj.__class__
    replacer = getattr(cls, "__replace__", None)
    if replacer is None:
        raise TypeError(f"replace() does not support {cls.__name__} objects")
    return replacer(obj, **changes)
