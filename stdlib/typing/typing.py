# Names for annotations: what they are at run time.

import collections
import collections.abc
import functools
import sys
import types
from abc import abstractmethod, ABCMeta
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from types import GenericAlias, MethodType
from _typing import (Generic, NoDefault, ParamSpec, ParamSpecArgs, ParamSpecKwargs,
                     TypeAliasType, TypeVar, TypeVarTuple, _is_asked_indirectly)

__all__ = [
    'Annotated', 'Any', 'Callable', 'ClassVar', 'Concatenate', 'Final', 'ForwardRef', 'Generic',
    'Literal', 'Optional', 'ParamSpec', 'Protocol', 'Tuple', 'Type', 'TypeVar', 'TypeVarTuple',
    'Union', 'AbstractSet', 'ByteString', 'Container', 'ContextManager', 'Hashable', 'ItemsView',
    'Iterable', 'Iterator', 'KeysView', 'Mapping', 'MappingView', 'MutableMapping',
    'MutableSequence', 'MutableSet', 'Sequence', 'Sized', 'ValuesView', 'Awaitable',
    'AsyncIterator', 'AsyncIterable', 'Coroutine', 'Collection', 'AsyncGenerator',
    'AsyncContextManager', 'Reversible', 'SupportsAbs', 'SupportsBytes', 'SupportsComplex',
    'SupportsFloat', 'SupportsIndex', 'SupportsInt', 'SupportsRound', 'ChainMap', 'Counter',
    'Deque', 'Dict', 'DefaultDict', 'List', 'OrderedDict', 'Set', 'FrozenSet', 'NamedTuple',
    'TypedDict', 'Generator', 'BinaryIO', 'IO', 'Match', 'Pattern', 'TextIO', 'AnyStr',
    'assert_type', 'assert_never', 'cast', 'clear_overloads', 'dataclass_transform', 'final',
    'get_args', 'get_origin', 'get_overloads', 'get_protocol_members', 'get_type_hints',
    'is_protocol', 'is_typeddict', 'LiteralString', 'Never', 'NewType', 'no_type_check',
    'no_type_check_decorator', 'NoDefault', 'NoReturn', 'NotRequired', 'overload', 'override',
    'ParamSpecArgs', 'ParamSpecKwargs', 'ReadOnly', 'Required', 'reveal_type',
    'runtime_checkable', 'Self', 'Text', 'TYPE_CHECKING', 'TypeAlias', 'TypeAliasType',
    'TypeGuard', 'TypeIs', 'Unpack',
]

if 're' not in sys.builtin_module_names:
    # Without patterns there are no names for them.
    __all__ = [name for name in __all__ if name not in ('Match', 'Pattern')]

_cleanups = []


# ---- checking and showing ----------------------------------------------------

def _type_convert(arg, module=None, *, allow_special_forms=False):
    if arg is None:
        return type(None)
    if isinstance(arg, str):
        return ForwardRef(arg, module=module, is_class=allow_special_forms)
    return arg


def _as_tuple(params):
    return params if isinstance(params, tuple) else (params,)


def _type_check(arg, msg, is_argument=True, module=None, *, allow_special_forms=False):
    """The argument as a type: None and text mean types, and some things mean none."""
    arg = _type_convert(arg, module=module, allow_special_forms=allow_special_forms)
    marks = (ClassVar, Final)
    usable = (Any, LiteralString, NoReturn, Never, Self, TypeAlias)
    useless = (Generic, Protocol)
    if allow_special_forms:
        usable += marks
    else:
        useless += marks if is_argument else marks[:1]
    if isinstance(arg, _GenericAlias) and arg.__origin__ in useless:
        raise TypeError(f'{arg} is not valid as type argument')
    if arg in usable:
        return arg
    if arg is Generic or arg is Protocol or isinstance(arg, _SpecialForm):
        raise TypeError(f'Plain {arg} is not valid as type argument')
    if type(arg) is tuple:
        raise TypeError(f'{msg} Got {arg!r:.100}.')
    return arg


def _type_repr(obj):
    if isinstance(obj, tuple):
        return f'[{", ".join(map(_type_repr, obj))}]'
    if obj is ...:
        return '...'
    if isinstance(obj, types.FunctionType):
        return obj.__name__
    is_class = isinstance(obj, type) and not isinstance(obj, GenericAlias)
    front = f'{obj.__module__}.' if is_class and obj.__module__ != 'builtins' else ''
    return front + (obj.__qualname__ if is_class else repr(obj))


def _is_unpacked_typevartuple(arg):
    return not isinstance(arg, type) and getattr(arg, '__typing_is_unpacked_typevartuple__',
                                                 False)


def _is_param_expr(arg):
    return (arg is ... or isinstance(arg, (tuple, list, ParamSpec))
            or isinstance(arg, _ConcatenateGenericAlias))


def _unpacked(arg):
    """The arguments of `*tuple[...]`; None of anything else."""
    return None if isinstance(arg, type) else getattr(arg, '__typing_unpacked_tuple_args__', None)


def _unpack_args(args):
    """The arguments, with those of `*tuple[...]` in its place."""
    flat = []
    for arg in args:
        inner = _unpacked(arg)
        is_open = inner is None or inner[-1:] == (...,)
        flat += (arg,) if is_open else inner
    return flat


def _make_union(left, right):
    """`left | right` where one of them is a type variable."""
    return Union[left, right]


# ---- what type variables ask for ---------------------------------------------

def _typevar_subst(variable, arg):
    arg = _type_check(arg, 'Parameters to generic types must be types.', is_argument=True)
    if (isinstance(arg, _GenericAlias) and arg.__origin__ is Unpack
            or isinstance(arg, GenericAlias) and arg.__unpacked__):
        raise TypeError(f'{arg} is not valid as type argument')
    return arg


def _paramspec_subst(variable, arg):
    if isinstance(arg, (list, tuple)):
        return tuple(_type_check(each, 'Expected a type.') for each in arg)
    if not _is_param_expr(arg):
        raise TypeError(f'Expected a list of types, an ellipsis, ParamSpec, or Concatenate. '
                        f'Got {arg}')
    return arg


def _paramspec_prepare_subst(variable, alias, args):
    params = alias.__parameters__
    at = params.index(variable)
    needs_default = at == len(args) and variable.has_default()
    given = (*args, variable.__default__) if needs_default else tuple(args)
    if len(given) <= at:
        raise TypeError(f'Too few arguments for {alias}')
    if len(params) == 1 and not _is_param_expr(given[0]):
        # Of a single parameter the brackets may be left out.
        return (given,)
    own = tuple(given[at]) if isinstance(given[at], list) else given[at]
    return (*given[:at], own, *given[at + 1:])


def _typevartuple_prepare_subst(variable, alias, args):
    params, given = alias.__parameters__, len(args)
    before = params.index(variable)
    behind = len(params) - before - 1
    if any(isinstance(each, TypeVarTuple) for each in params[before + 1:]):
        raise TypeError(f'More than one TypeVarTuple parameter in {alias}')
    # Arguments such as `*tuple[int, ...]` can give as many as their neighbours lack.
    endless = [at for at, arg in enumerate(args) if (_unpacked(arg) or ())[1:] == (...,)]
    if len(endless) > 1:
        raise TypeError('More than one unpacked arbitrary-length tuple argument')
    left, right = before, behind
    if endless:
        left, right = min(before, endless[0]), min(behind, given - endless[0] - 1)
    elif given < before + behind:
        raise TypeError(f'Too few arguments for {alias}; actual {given}, '
                        f'expected at least {len(params) - 1}')
    middle = args[left:given - right]
    if not middle and variable.has_default():
        middle = _unpack_args([variable.__default__])
    else:
        middle = tuple(middle)
    filler = [_unpacked(args[at])[0] for at in endless]
    return (*args[:left], *(before - left) * filler, middle,
            *(behind - right) * filler, *args[given - right:])


def _parameters_in(args):
    """The type variables in the arguments, each once."""
    found = []
    for arg in args:
        if isinstance(arg, type):
            continue
        if isinstance(arg, (tuple, list)):
            inner = _parameters_in(arg)
        elif hasattr(arg, '__typing_subst__'):
            inner = (arg,)
        else:
            inner = getattr(arg, '__parameters__', ())
        for each in inner:
            if each not in found:
                found.append(each)
    return tuple(found)


def _deduplicate(params):
    """Each parameter once; what cannot be hashed is compared."""
    try:
        return list(dict.fromkeys(params))
    except TypeError:
        found = []
        for each in params:
            if each not in found:
                found.append(each)
        return found


def _tp_cache(func=None, /, *, typed=False):
    """Remembers results, where the arguments can be hashed."""
    def decorator(func):
        cached = functools.lru_cache(typed=typed)(func)
        _cleanups.append(cached.cache_clear)

        @functools.wraps(func)
        def inner(*args, **kwds):
            try:
                return cached(*args, **kwds)
            except TypeError:
                return func(*args, **kwds)
        return inner
    return decorator if func is None else decorator(func)


# ---- special forms -----------------------------------------------------------

class _Final:
    """A base that lets no class be made below it."""

    __slots__ = ('__weakref__',)

    def __init_subclass__(cls, /, *args, **kwds):
        if '_root' not in kwds:
            raise TypeError('Cannot subclass special typing classes')


class _NotIterable:
    __slots__ = ()
    __iter__ = None


class _SpecialForm(_Final, _NotIterable, _root=True):
    __slots__ = ('_name', '__doc__', '_getitem')

    def __init__(self, getitem):
        self._getitem = getitem
        self._name = getitem.__name__
        self.__doc__ = getitem.__doc__

    def __getattr__(self, item):
        if item in ('__name__', '__qualname__'):
            return self._name
        raise AttributeError(item)

    def __mro_entries__(self, bases):
        raise TypeError(f'Cannot subclass {self!r}')

    def __repr__(self):
        return 'typing.' + self._name

    def __reduce__(self):
        return self._name

    def __call__(self, *args, **kwds):
        raise TypeError(f'Cannot instantiate {self!r}')

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __instancecheck__(self, obj):
        raise TypeError(f'{self} cannot be used with isinstance()')

    def __subclasscheck__(self, cls):
        raise TypeError(f'{self} cannot be used with issubclass()')

    def __getitem__(self, parameters):
        return self._getitem(self, parameters)


class _AnyMeta(type):
    def __instancecheck__(self, obj):
        if self is Any:
            raise TypeError('typing.Any cannot be used with isinstance()')
        return super().__instancecheck__(obj)

    def __repr__(self):
        return 'typing.Any' if self is Any else super().__repr__()


class Any(metaclass=_AnyMeta):
    """The type that fits every other."""

    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError('Any cannot be instantiated')
        return super().__new__(cls)


def _bare(self, parameters):
    raise TypeError(f'{self} is not subscriptable')


def _form(name, doc, getitem=_bare):
    """A special form of that name."""
    def make(self, parameters):
        return getitem(self, parameters)
    make.__name__, make.__doc__ = name, doc
    return _SpecialForm(make)


def _single(self, parameters):
    item = _type_check(parameters, f'{self._name} accepts only single type.',
                       allow_special_forms=self._name in ('Required', 'NotRequired', 'ReadOnly'))
    return _GenericAlias(self, (item,))


def _single_argument(self, parameters):
    item = _type_check(parameters, f'{self} accepts only single type.')
    return _GenericAlias(self, (item,))


NoReturn = _form('NoReturn', 'The result type of a function that never ends by return.')
Never = _form('Never', 'A type without values.')
Self = _form('Self', 'The class, seen from within: what its methods return that return themselves.')
LiteralString = _form('LiteralString', 'Text that is written out in the source, whatever it says.')
TypeAlias = _form('TypeAlias', 'Marks an assignment that gives a type another name.')
ClassVar = _form('ClassVar', 'Marks an attribute as the class\'s own.', _single_argument)
Final = _form('Final', 'Marks a name as assigned once and a method as not overridden.',
              _single_argument)
Required = _form('Required', 'Marks a key of a TypedDict that must be there.', _single)
NotRequired = _form('NotRequired', 'Marks a key of a TypedDict that may be absent.', _single)
ReadOnly = _form('ReadOnly', 'Marks a key of a TypedDict that nobody assigns to.', _single)
TypeGuard = _form('TypeGuard', 'The result of a function whose True narrows its argument.', _single_argument)
TypeIs = _form('TypeIs', 'The result of a function that narrows its argument both ways.', _single_argument)


def _union_getitem(self, parameters):
    if parameters == ():
        raise TypeError('Cannot take a Union of no types.')
    flat = []
    for each in _as_tuple(parameters):
        checked = _type_check(each, 'Union[arg, ...]: each arg must be a type.')
        is_union = isinstance(checked, (_UnionGenericAlias, types.UnionType))
        flat += checked.__args__ if is_union else (checked,)
    flat = tuple(_deduplicate(flat))
    if len(flat) == 1:
        return flat[0]
    is_optional = len(flat) == 2 and type(None) in flat
    return _UnionGenericAlias(self, flat, **({'name': 'Optional'} if is_optional else {}))


Union = _form('Union', 'One of several types: Union[X, Y] is X or Y.', _union_getitem)


def _optional_getitem(self, parameters):
    return Union[_type_check(parameters, f'{self} requires a single type.'), type(None)]


Optional = _form('Optional', 'Either X or None.', _optional_getitem)


def _literal_getitem(self, parameters):
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    flat = []
    for each in parameters:
        if isinstance(each, _LiteralGenericAlias):
            flat.extend(each.__args__)
        else:
            flat.append(each)
    seen = []
    for each in flat:
        # 1 and True are equal, and not the same literal.
        if not any(type(each) is type(other) and each == other for other in seen):
            seen.append(each)
    return _LiteralGenericAlias(self, tuple(seen))


Literal = _form('Literal', 'One of the values in the brackets.',
                _literal_getitem)


def _concatenate_getitem(self, parameters):
    *front, last = _as_tuple(parameters) or (None,)
    if parameters == ():
        raise TypeError('Cannot take a Concatenate of no types.')
    if last is not ... and not isinstance(last, ParamSpec):
        raise TypeError('The last parameter to Concatenate should be a ParamSpec variable or '
                        'ellipsis.')
    front = [_type_check(each, 'Concatenate[arg, ...]: each arg must be a type.')
             for each in front]
    return _ConcatenateGenericAlias(self, (*front, last))


Concatenate = _form('Concatenate', 'Parameters in front of those that a ParamSpec stands for.',
                    _concatenate_getitem)


def _unpack_getitem(self, parameters):
    item = _type_check(parameters, f'{self} accepts only single type.')
    return _UnpackGenericAlias(self, (item,))


Unpack = _form('Unpack', 'Type unpack operator.', _unpack_getitem)


def _annotated_getitem(self, params):
    if not isinstance(params, tuple) or len(params) < 2:
        raise TypeError('Annotated[...] should be used with at least two arguments (a type and '
                        'an annotation).')
    if _is_unpacked_typevartuple(params[0]):
        raise TypeError('Annotated[...] should not be used with an unpacked TypeVarTuple')
    origin = _type_check(params[0], 'Annotated[t, ...]: t must be a type.',
                         allow_special_forms=True)
    return _AnnotatedAlias(origin, tuple(params[1:]))


Annotated = _form('Annotated', 'A type with notes that only those read who know them.', _annotated_getitem)


class ForwardRef(_Final, _root=True):
    """A type named by a text, to be looked up later."""

    __slots__ = ('__forward_arg__', '__forward_code__', '__forward_evaluated__',
                 '__forward_value__', '__forward_is_argument__', '__forward_is_class__',
                 '__forward_module__')

    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        if not isinstance(arg, str):
            raise TypeError(f'Forward reference must be a string -- got {arg!r}')
        # Annotations of `*args: *Ts` are no expressions by themselves.
        text = f'({arg},)[0]' if arg.startswith('*') else arg
        try:
            code = compile(text, '<string>', 'eval')
        except SyntaxError:
            raise SyntaxError(f'Forward reference must be an expression -- got {arg!r}')
        self.__forward_arg__, self.__forward_code__ = arg, code
        self.__forward_evaluated__, self.__forward_value__ = False, None
        self.__forward_is_argument__, self.__forward_is_class__ = is_argument, is_class
        self.__forward_module__ = module

    def _namespaces(self, globalns, localns, type_params):
        """The names that the text is read with: each kind stands in for the other one."""
        given = [names for names in (globalns, localns) if names is not None] or [{}]
        outer, inner = given[0], given[-1]
        if self.__forward_module__ is not None:
            outer = getattr(sys.modules.get(self.__forward_module__), '__dict__', outer)
        if type_params:
            inner = {each.__name__: each for each in type_params} | dict(inner)
        return outer, inner

    def _evaluate(self, globalns, localns, type_params=(), *, recursive_guard=frozenset()):
        text = self.__forward_arg__
        if text in recursive_guard:
            return self
        if not self.__forward_evaluated__ or localns is not globalns:
            names = self._namespaces(globalns, localns, type_params)
            read = _type_check(eval(self.__forward_code__, *names),
                               'Forward references must evaluate to types.',
                               is_argument=self.__forward_is_argument__,
                               allow_special_forms=self.__forward_is_class__)
            self.__forward_value__ = _eval_type(read, *names, type_params,
                                                recursive_guard=recursive_guard | {text})
            self.__forward_evaluated__ = True
        return self.__forward_value__

    def __eq__(self, other):
        if not isinstance(other, ForwardRef):
            return NotImplemented
        if self.__forward_evaluated__ and other.__forward_evaluated__:
            return (self.__forward_arg__ == other.__forward_arg__
                    and self.__forward_value__ == other.__forward_value__)
        return (self.__forward_arg__ == other.__forward_arg__
                and self.__forward_module__ == other.__forward_module__)

    def __hash__(self):
        return hash((self.__forward_arg__, self.__forward_module__))

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __repr__(self):
        if self.__forward_module__ is None:
            return f'ForwardRef({self.__forward_arg__!r})'
        return f'ForwardRef({self.__forward_arg__!r}, module={self.__forward_module__!r})'


# ---- aliases -----------------------------------------------------------------

def _is_dunder(name):
    return name.startswith('__') and name.endswith('__')


class _BaseGenericAlias(_Final, _root=True):
    """What stands for a class with arguments, or for one that takes some."""

    def __init__(self, origin, *, inst=True, name=None):
        self._inst, self._name = inst, name
        self.__origin__ = origin
        self.__slots__ = None

    def __call__(self, *args, **kwargs):
        if not self._inst:
            raise TypeError(f'Type {self._name} cannot be instantiated; '
                            f'use {self.__origin__.__name__}() instead')
        result = self.__origin__(*args, **kwargs)
        try:
            result.__orig_class__ = self
        except Exception:
            # Not every object takes attributes.
            pass
        return result

    def __mro_entries__(self, bases):
        origin = self.__origin__
        if isinstance(origin, _SpecialForm):
            raise TypeError(f'Cannot subclass {self!r}')
        later = bases[bases.index(self) + 1:]
        # Another base may bring Generic along.
        has_generic = any(isinstance(base, _BaseGenericAlias)
                          or isinstance(base, type) and issubclass(base, Generic) for base in later)
        entries = () if origin in bases else (origin,)
        return entries if has_generic else (*entries, Generic)

    def __getattr__(self, attr):
        if '__origin__' in self.__dict__ and not _is_dunder(attr):
            return getattr(self.__origin__, attr)
        raise AttributeError(attr)

    def __setattr__(self, attr, val):
        if _is_dunder(attr) or attr in ('_name', '_inst', '_nparams', '_defaults'):
            super().__setattr__(attr, val)
        else:
            setattr(self.__origin__, attr, val)

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        raise TypeError('Subscripted generics cannot be used with class and instance checks')

    def __dir__(self):
        return sorted(set(super().__dir__() + [each for each in dir(self.__origin__)
                                                if not _is_dunder(each)]))


class _GenericAlias(_NotIterable, _BaseGenericAlias, _root=True):

    def __init__(self, origin, args, *, inst=True, name=None):
        super().__init__(origin, inst=inst, name=name)
        if not isinstance(args, tuple):
            args = (args,)
        self.__args__ = args
        self.__parameters__ = _parameters_in(args)
        if not name:
            self.__module__ = origin.__module__

    def __eq__(self, other):
        if not isinstance(other, _GenericAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    def __or__(self, right):
        return Union[self, right]

    def __ror__(self, left):
        return Union[left, self]

    def __getitem__(self, args):
        problem = None
        if self.__origin__ in (Generic, Protocol):
            problem = f'Cannot subscript already-subscripted {self}'
        elif not self.__parameters__:
            problem = f'{self} is not a generic class'
        if problem:
            raise TypeError(problem)
        converted = [_type_convert(each) for each in _as_tuple(args)]
        return self.copy_with(_substituted(self, tuple(_unpack_args(converted))))

    def copy_with(self, args):
        return self.__class__(self.__origin__, args, name=self._name, inst=self._inst)

    def __repr__(self):
        name = 'typing.' + self._name if self._name else _type_repr(self.__origin__)
        args = ', '.join([_type_repr(each) for each in self.__args__]) if self.__args__ else '()'
        return f'{name}[{args}]'

    def __reduce__(self):
        import operator
        origin = globals()[self._name] if self._name else self.__origin__
        args = tuple(self.__args__)
        if len(args) == 1 and not isinstance(args[0], tuple):
            args, = args
        return operator.getitem, (origin, args)

    def __mro_entries__(self, bases):
        origin = self.__origin__
        if self._name or isinstance(origin, _SpecialForm):
            return super().__mro_entries__(bases)
        if origin is not Generic:
            return (origin,)
        # Protocol, and other generic bases, bring it along.
        later = bases[bases.index(self) + 1:]
        is_there = Protocol in bases or any(isinstance(base, _BaseGenericAlias) and base is not self
                                            for base in later)
        return () if is_there else (origin,)


def _substituted(alias, args):
    """The alias's arguments with those in the place of its type variables."""
    params = alias.__parameters__
    for param in params:
        prepare = getattr(param, '__typing_prepare_subst__', None)
        if prepare is not None:
            args = prepare(alias, args)
    if len(args) != len(params):
        raise TypeError(f'Too {"many" if len(args) > len(params) else "few"} arguments for '
                        f'{alias}; actual {len(args)}, expected {len(params)}')
    return tuple(_put_in(alias.__args__, dict(zip(params, args)),
                         alias.__origin__ is collections.abc.Callable))


def _put_in(old_args, mapping, flat):
    new = []
    for old in old_args:
        if isinstance(old, type):
            new.append(old)
            continue
        subst = getattr(old, '__typing_subst__', None)
        if _is_unpacked_typevartuple(old):
            new.extend(mapping[old.__parameters__[0]])
        elif subst is not None:
            value = subst(mapping[old])
            if flat and isinstance(value, tuple):
                new.extend(value)
            else:
                new.append(value)
        elif isinstance(old, tuple):
            new.append(tuple(_put_in(old, mapping, False)))
        else:
            inner = getattr(old, '__parameters__', ())
            if inner:
                given = []
                for each in inner:
                    value = mapping[each]
                    if isinstance(each, TypeVarTuple):
                        given.extend(value)
                    else:
                        given.append(value)
                old = old[tuple(given)]
            new.append(old)
    return new


class _SpecialGenericAlias(_NotIterable, _BaseGenericAlias, _root=True):
    """`List` and its like, before they are given arguments."""

    def __init__(self, origin, nparams, *, inst=True, name=None, defaults=()):
        if name is None:
            name = origin.__name__
        super().__init__(origin, inst=inst, name=name)
        self._nparams, self._defaults = nparams, defaults
        self.__doc__ = f'{origin.__module__}.{origin.__qualname__}, with type arguments.'

    def __getitem__(self, params):
        given = tuple(_type_check(each, 'Parameters to generic types must be types.')
                      for each in _as_tuple(params))
        wanted, defaults = self._nparams, self._defaults or ()
        least, count = wanted - len(defaults), len(given)
        if least <= count < wanted:
            given += tuple(defaults[count - least:])
        if len(given) != wanted:
            number = f'at least {least}' if defaults else wanted
            raise TypeError(f'Too {"many" if count > wanted else "few"} arguments for {self}; '
                            f'actual {count}, expected {number}')
        return self.copy_with(given)

    def copy_with(self, params):
        return _GenericAlias(self.__origin__, params, name=self._name, inst=self._inst)

    def __repr__(self):
        return 'typing.' + self._name

    def __subclasscheck__(self, cls):
        if isinstance(cls, _SpecialGenericAlias):
            return issubclass(cls.__origin__, self.__origin__)
        if not isinstance(cls, _GenericAlias):
            return issubclass(cls, self.__origin__)
        return super().__subclasscheck__(cls)

    def __reduce__(self):
        return self._name

    def __or__(self, right):
        return Union[self, right]

    def __ror__(self, left):
        return Union[left, self]


class _CallableGenericAlias(_GenericAlias, _root=True):

    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and _is_param_expr(args[0]):
            return super().__repr__()
        shown = ', '.join([_type_repr(each) for each in args[:-1]])
        return f'typing.Callable[[{shown}], {_type_repr(args[-1])}]'


class _CallableType(_SpecialGenericAlias, _root=True):

    def copy_with(self, params):
        return _CallableGenericAlias(self.__origin__, params, name=self._name, inst=self._inst)

    def __getitem__(self, params):
        if not (isinstance(params, tuple) and len(params) == 2):
            raise TypeError('Callable must be used as Callable[[arg, ...], result].')
        front, result = params
        result = _type_check(result, 'Callable[args, result]: result must be a type.')
        if isinstance(front, list):
            front = [_type_convert(each) for each in front]
        elif _is_param_expr(front):
            front = [front]
        else:
            front = [_type_check(front, 'Callable[[arg, ...], result]: each arg must be a type.')]
        return self.copy_with((*front, result))


class _TupleType(_SpecialGenericAlias, _root=True):

    def __getitem__(self, params):
        params = _as_tuple(params)
        is_endless = len(params) > 1 and params[-1] is ...
        msg = ('Tuple[t, ...]: t must be a type.' if is_endless
               else 'Tuple[t0, t1, ...]: each t must be a type.')
        checked = [_type_check(each, msg) for each in (params[:-1] if is_endless else params)]
        return self.copy_with((*checked, ...) if is_endless else tuple(checked))


class _UnionGenericAlias(_GenericAlias, _root=True):

    def copy_with(self, params):
        return Union[params]

    def __eq__(self, other):
        if not isinstance(other, (_UnionGenericAlias, types.UnionType)):
            return NotImplemented
        try:
            return set(self.__args__) == set(other.__args__)
        except TypeError:
            return all(each in other.__args__ for each in self.__args__) and all(
                each in self.__args__ for each in other.__args__)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __repr__(self):
        args = self.__args__
        others = [each for each in args if each is not type(None)]
        is_optional = len(args) == 2 and len(others) == 1
        shown = ', '.join(map(_type_repr, others if is_optional else args))
        return f'typing.{"Optional" if is_optional else "Union"}[{shown}]'

    def __instancecheck__(self, obj):
        for cls in self.__args__:
            if isinstance(obj, cls):
                return True
        return False

    def __subclasscheck__(self, cls):
        for each in self.__args__:
            if issubclass(cls, each):
                return True
        return False


class _LiteralGenericAlias(_GenericAlias, _root=True):

    def __eq__(self, other):
        if not isinstance(other, _LiteralGenericAlias):
            return NotImplemented
        return self._pairs() == other._pairs()

    def _pairs(self):
        return {(each, type(each)) for each in self.__args__}

    def __hash__(self):
        return hash(frozenset(self._pairs()))

    def __repr__(self):
        return f'typing.Literal[{", ".join(map(repr, self.__args__))}]'


class _ConcatenateGenericAlias(_GenericAlias, _root=True):

    def copy_with(self, params):
        if isinstance(params[-1], (list, tuple)):
            return (*params[:-1], *params[-1])
        if isinstance(params[-1], _ConcatenateGenericAlias):
            params = (*params[:-1], *params[-1].__args__)
        return super().copy_with(params)


class _UnpackGenericAlias(_GenericAlias, _root=True):

    def __getitem__(self, args):
        if self.__typing_is_unpacked_typevartuple__:
            return args
        return super().__getitem__(args)

    @property
    def __typing_unpacked_tuple_args__(self):
        arg = self.__args__[0]
        if isinstance(arg, (_GenericAlias, GenericAlias)) and arg.__origin__ is tuple:
            return arg.__args__
        return None

    @property
    def __typing_is_unpacked_typevartuple__(self):
        return isinstance(self.__args__[0], TypeVarTuple)


class _AnnotatedAlias(_GenericAlias, _root=True):

    def __init__(self, origin, metadata):
        if isinstance(origin, _AnnotatedAlias):
            metadata = origin.__metadata__ + metadata
            origin = origin.__origin__
        super().__init__(origin, origin, name='Annotated')
        self.__metadata__ = metadata

    def copy_with(self, params):
        return _AnnotatedAlias(params[0], self.__metadata__)

    def __repr__(self):
        metadata = ', '.join(repr(each) for each in self.__metadata__)
        return f'typing.Annotated[{_type_repr(self.__origin__)}, {metadata}]'

    def __eq__(self, other):
        if not isinstance(other, _AnnotatedAlias):
            return NotImplemented
        return (self.__origin__ == other.__origin__
                and self.__metadata__ == other.__metadata__)

    def __hash__(self):
        return hash((self.__origin__, self.__metadata__))

    def __getattr__(self, attr):
        if attr in ('__name__', '__qualname__'):
            return 'Annotated'
        return super().__getattr__(attr)

    def __mro_entries__(self, bases):
        return (self.__origin__,)


# ---- Generic and Protocol ----------------------------------------------------

def _check_variables(cls, params):
    if not params:
        raise TypeError(f'Parameter list to {cls.__qualname__}[...] cannot be empty')
    if not all(isinstance(each, (TypeVar, ParamSpec)) or _is_unpacked_typevartuple(each)
               for each in params):
        raise TypeError(f'Parameters to {cls.__name__}[...] must all be type variables or '
                        'parameter specification variables.')
    if len(set(params)) < len(params):
        raise TypeError(f'Parameters to {cls.__name__}[...] must all be unique')


def _generic_class_getitem(cls, params):
    """What `cls[params]` of a generic class is."""
    params = tuple(_type_convert(each) for each in _as_tuple(params))
    if cls is Generic or cls is Protocol:
        _check_variables(cls, params)
        return _GenericAlias(cls, params)
    return _GenericAlias(cls, _arguments_of_class(cls, params))


def _arguments_of_class(cls, params):
    own = cls.__parameters__
    if not own:
        raise TypeError(f'{cls} is not a generic class')
    for each in own:
        prepare = getattr(each, '__typing_prepare_subst__', None)
        if prepare is not None:
            params = prepare(cls, params)
    if len(params) != len(own):
        raise TypeError(f'Too {"many" if len(params) > len(own) else "few"} arguments for '
                        f'{cls}; actual {len(params)}, expected {len(own)}')
    flat = []
    for param, value in zip(own, params):
        if isinstance(param, TypeVarTuple):
            flat.extend(value)
        else:
            flat.append(value)
    return tuple(flat)


def _variables_of(bases):
    """The type variables of a class with these bases, in order."""
    found = tuple(_parameters_in(bases))
    marks = [base for base in bases
             if isinstance(base, _GenericAlias) and base.__origin__ in (Generic, Protocol)]
    if any(mark.__origin__ is Generic for mark in marks[1:]):
        raise TypeError('Cannot inherit from Generic[...] multiple times.')
    if not marks:
        return found
    declared = marks[-1].__parameters__
    missing = [str(each) for each in found if each not in declared]
    if missing:
        raise TypeError(f'Some type variables ({", ".join(missing)}) are not listed in '
                        f'{marks[-1].__origin__.__name__}[{", ".join(map(str, declared))}]')
    return tuple(declared)


def _generic_init_subclass(cls, *args, **kwargs):
    """A class derives from Generic: finds its type variables."""
    super(Generic, cls).__init_subclass__(*args, **kwargs)
    written = cls.__dict__.get('__orig_bases__')
    if written is None:
        is_plain = Generic in cls.__bases__ and cls.__name__ != 'Protocol'
    else:
        is_plain = Generic in written
    if is_plain:
        raise TypeError('Cannot inherit from plain Generic')
    cls.__parameters__ = () if written is None else _variables_of(written)


_NOT_PROTOCOL = frozenset([
    '__abstractmethods__', '__annotations__', '__dict__', '__doc__', '__init__', '__module__',
    '__new__', '__slots__', '__subclasshook__', '__weakref__', '__class_getitem__',
    '__match_args__', '__static_attributes__', '__firstlineno__', '__parameters__',
    '__orig_bases__', '__orig_class__', '_is_protocol', '_is_runtime_protocol',
    '__protocol_attrs__', '__non_callable_proto_members__', '__type_params__', '_abc_impl',
    '__qualname__',
])


def _get_protocol_attrs(cls):
    own = [base for base in cls.__mro__[:-1] if base.__name__ not in ('Protocol', 'Generic')]
    names = (name for base in own
             for name in (*base.__dict__, *base.__dict__.get('__annotations__', {})))
    return {name for name in names if name not in _NOT_PROTOCOL and not name.startswith('_abc_')}


_MISSING = object()


def _static_attr(obj, name):
    """An attribute without running any property or `__getattr__`."""
    for cls in type(obj).__mro__:
        if name in cls.__dict__:
            return cls.__dict__[name]
    try:
        own = object.__getattribute__(obj, '__dict__')
    except AttributeError:
        own = {}
    if name in own:
        return own[name]
    if isinstance(obj, type):
        for cls in obj.__mro__:
            if name in cls.__dict__:
                return cls.__dict__[name]
    return _MISSING


_NOT_CHECKABLE = ('Instance and class checks can only be used with @runtime_checkable protocols')


def _check_subclass_question(cls, other):
    """Whether a protocol can be asked about a class: TypeError if it cannot."""
    if not isinstance(other, type):
        raise TypeError('issubclass() arg 1 must be a class')
    if not getattr(cls, '_is_runtime_protocol', False):
        if cls not in other.__mro__:
            raise TypeError(_NOT_CHECKABLE)
        return
    data = cls.__non_callable_proto_members__
    if data and cls.__dict__.get('__subclasshook__') is _hook_of_protocols:
        raise TypeError("Protocols with non-method members don't support issubclass(). "
                        f'Non-method members: {str(sorted(data))[1:-1]}.')


def _has_member(cls, instance, name):
    found = _static_attr(instance, name)
    if found is None:
        # A method that is None is one that the class refuses to have.
        return name in cls.__non_callable_proto_members__
    return found is not _MISSING


class _ProtocolMeta(ABCMeta):

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        if name != 'Protocol' and Protocol in bases:
            for base in bases:
                allowed = base in (object, Generic) or base.__module__ in (
                    'collections.abc', 'contextlib', 'os')
                if not allowed and not getattr(base, '_is_protocol', False):
                    raise TypeError(f'Protocols can only inherit from other protocols, got '
                                    f'{base!r}')
        return super().__new__(mcls, name, bases, namespace, **kwargs)

    def __init__(cls, *args, **kwargs):
        if getattr(cls, '_is_protocol', False):
            cls.__protocol_attrs__ = _get_protocol_attrs(cls)

    def __subclasscheck__(cls, other):
        # Of an abstract class's subclasses nobody has asked: they must not refuse.
        indirectly = _is_asked_indirectly()
        if cls is Protocol:
            return type.__subclasscheck__(cls, other)
        if getattr(cls, '_is_protocol', False) and not indirectly:
            _check_subclass_question(cls, other)
        return super().__subclasscheck__(other)

    def __instancecheck__(cls, instance):
        if not getattr(cls, '_is_protocol', False) or cls is Protocol:
            return super().__instancecheck__(instance)
        inherits = cls in type(instance).__mro__
        if not inherits and not getattr(cls, '_is_runtime_protocol', False):
            raise TypeError(_NOT_CHECKABLE)
        # Not by way of issubclass(), which refuses protocols with data.
        classes = dict.fromkeys((type(instance), instance.__class__))
        return (inherits or any(map(super().__subclasscheck__, classes))
                or all(_has_member(cls, instance, name) for name in cls.__protocol_attrs__))


def _offers(other, name):
    """Whether a class has a member of a protocol, or is a protocol that announces it."""
    for base in other.__mro__:
        if name in base.__dict__:
            return base.__dict__[name] is not None
        if getattr(base, '_is_protocol', False) and name in getattr(base, '__annotations__', {}):
            return True
    return False


@classmethod
def _hook_of_protocols(cls, other):
    is_protocol = cls.__dict__.get('_is_protocol', False)
    if is_protocol and all(_offers(other, name) for name in cls.__protocol_attrs__):
        return True
    return NotImplemented


def _no_init_or_replace_init(self, *args, **kwargs):
    cls = type(self)
    if cls._is_protocol:
        raise TypeError('Protocols cannot be instantiated')
    # The next real one in order takes over from here.
    inits = (base.__dict__['__init__'] for base in cls.__mro__ if '__init__' in base.__dict__)
    init = next((each for each in inits if each is not _no_init_or_replace_init),
                object.__init__)
    init(self, *args, **kwargs)


class Protocol(Generic, metaclass=_ProtocolMeta):
    """Base class for protocol classes."""

    __slots__ = ()
    _is_protocol = True
    _is_runtime_protocol = False
    __protocol_attrs__ = set()

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        own = cls.__dict__
        if not own.get('_is_protocol', False):
            cls._is_protocol = Protocol in cls.__bases__
        if cls._is_protocol and cls.__init__ is Protocol.__init__:
            cls.__init__ = _no_init_or_replace_init
        if '__subclasshook__' not in own:
            cls.__subclasshook__ = _hook_of_protocols


def runtime_checkable(cls):
    """A class decorator: isinstance() and issubclass() work with this protocol."""
    if not (isinstance(cls, type) and getattr(cls, '_is_protocol', False)):
        raise TypeError(f'@runtime_checkable can be only applied to protocol classes, '
                        f'got {cls!r}')
    cls._is_runtime_protocol = True
    cls.__non_callable_proto_members__ = {
        attr for attr in cls.__protocol_attrs__ if not callable(getattr(cls, attr, None))}
    return cls


def is_protocol(tp, /):
    """Whether tp is a protocol class."""
    return isinstance(tp, type) and getattr(tp, '_is_protocol', False) and tp is not Protocol


def get_protocol_members(tp, /):
    """The names of a protocol's members."""
    if not is_protocol(tp):
        raise TypeError(f'{tp!r} is not a Protocol')
    return frozenset(tp.__protocol_attrs__)


def _runtime(name, method, doc, result):
    def __(self):
        pass
    __.__name__ = method
    namespace = {'__module__': 'typing', '__doc__': doc, '__slots__': (), '_is_protocol': True,
                 method: abstractmethod(__)}
    return runtime_checkable(_ProtocolMeta(name, (Protocol,), namespace))


SupportsInt = _runtime('SupportsInt', '__int__', 'What has __int__.', int)
SupportsFloat = _runtime('SupportsFloat', '__float__',
                         'What has __float__.', float)
SupportsComplex = _runtime('SupportsComplex', '__complex__',
                           'What has __complex__.', complex)
SupportsBytes = _runtime('SupportsBytes', '__bytes__',
                         'What has __bytes__.', bytes)
SupportsIndex = _runtime('SupportsIndex', '__index__',
                         'What has __index__.', int)
T = TypeVar('T')
KT, VT = TypeVar('KT'), TypeVar('VT')
T_co = TypeVar('T_co', covariant=True)
V_co, VT_co = TypeVar('V_co', covariant=True), TypeVar('VT_co', covariant=True)
T_contra = TypeVar('T_contra', contravariant=True)
CT_co = TypeVar('CT_co', covariant=True, bound=type)
AnyStr = TypeVar('AnyStr', bytes, str)


@runtime_checkable
class SupportsAbs(Protocol[T_co]):
    """What has __abs__; covariant in its result."""

    __slots__ = ()

    @abstractmethod
    def __abs__(self):
        pass


@runtime_checkable
class SupportsRound(Protocol[T_co]):
    """What has __round__; covariant in its result."""

    __slots__ = ()

    @abstractmethod
    def __round__(self, ndigits=0):
        pass


# ---- generic versions of classes ---------------------------------------------

_alias = _SpecialGenericAlias
_abc = collections.abc
Hashable, Sized = _alias(_abc.Hashable, 0), _alias(_abc.Sized, 0)
Awaitable, Coroutine = _alias(_abc.Awaitable, 1), _alias(_abc.Coroutine, 3)
AsyncIterable, AsyncIterator = _alias(_abc.AsyncIterable, 1), _alias(_abc.AsyncIterator, 1)
Iterable, Iterator = _alias(_abc.Iterable, 1), _alias(_abc.Iterator, 1)
Reversible, Container = _alias(_abc.Reversible, 1), _alias(_abc.Container, 1)
Collection = _alias(_abc.Collection, 1)
Callable = _CallableType(_abc.Callable, 2)
AbstractSet = _alias(_abc.Set, 1, name='AbstractSet')
MutableSet = _alias(_abc.MutableSet, 1)
Mapping, MutableMapping = _alias(_abc.Mapping, 2), _alias(_abc.MutableMapping, 2)
Sequence, MutableSequence = _alias(_abc.Sequence, 1), _alias(_abc.MutableSequence, 1)
ByteString = _alias(_abc.ByteString, 0, name='ByteString')
Tuple = _TupleType(tuple, -1, inst=False, name='Tuple')
List, Set = _alias(list, 1, inst=False, name='List'), _alias(set, 1, inst=False, name='Set')
Deque = _alias(collections.deque, 1, name='Deque')
FrozenSet = _alias(frozenset, 1, inst=False, name='FrozenSet')
MappingView, KeysView = _alias(_abc.MappingView, 1), _alias(_abc.KeysView, 1)
ItemsView, ValuesView = _alias(_abc.ItemsView, 2), _alias(_abc.ValuesView, 1)
Dict = _alias(dict, 2, inst=False, name='Dict')
DefaultDict = _alias(collections.defaultdict, 2, name='DefaultDict')
OrderedDict = _alias(collections.OrderedDict, 2)
Counter, ChainMap = _alias(collections.Counter, 1), _alias(collections.ChainMap, 2)
Generator = _alias(_abc.Generator, 3, defaults=(type(None), type(None)))
AsyncGenerator = _alias(_abc.AsyncGenerator, 2, defaults=(type(None),))
ContextManager = _alias(AbstractContextManager, 2, name='ContextManager',
                        defaults=(bool | None,))
AsyncContextManager = _alias(AbstractAsyncContextManager, 2, name='AsyncContextManager',
                             defaults=(bool | None,))
Type = _alias(type, 1, inst=False, name='Type')
Text = str
TYPE_CHECKING = False
del _alias, _abc


def __getattr__(attr):
    if attr in ('Pattern', 'Match'):
        import re
        made = _SpecialGenericAlias(getattr(re, attr), 1)
        globals()[attr] = made
        return made
    raise AttributeError(f'module {__name__!r} has no attribute {attr!r}')


def _stream_class(name, bases, methods, doc):
    """A class of streams: its methods only say what there is."""
    def method(each):
        def stub(self, *args):
            pass
        stub.__name__ = each
        return abstractmethod(stub)
    namespace = {each: method(each) for each in methods.split()}
    namespace |= {'__module__': 'typing', '__slots__': (), '__doc__': doc}
    return types.new_class(name, bases, {}, lambda body: body.update(namespace))


IO = _stream_class('IO', (Generic[AnyStr],), 'close fileno flush isatty read readable readline '
                   'readlines seek seekable tell truncate writable write writelines __enter__ '
                   '__exit__', 'The type of a file opened for text or for bytes.')
BinaryIO = _stream_class('BinaryIO', (IO[bytes],), 'write __enter__',
                         'The type of a file opened for bytes.')
TextIO = _stream_class('TextIO', (IO[str],), '__enter__',
                       'The type of a file opened for text.')


# ---- what annotations say ----------------------------------------------------

def get_origin(tp):
    """What stands in front of the brackets; None if there are none."""
    # Before the other aliases, whose origin is the type itself.
    special = {_AnnotatedAlias: Annotated, types.UnionType: types.UnionType}
    for kind, origin in special.items():
        if isinstance(tp, kind):
            return origin
    if isinstance(tp, (_BaseGenericAlias, GenericAlias, ParamSpecArgs, ParamSpecKwargs)):
        return tp.__origin__
    return tp if tp is Generic else None


def get_args(tp):
    """The arguments of a type in brackets, as a tuple."""
    if isinstance(tp, _AnnotatedAlias):
        return (tp.__origin__, *tp.__metadata__)
    if not isinstance(tp, (_GenericAlias, GenericAlias, types.UnionType)):
        return ()
    args = tp.__args__
    is_callable = getattr(tp, '__origin__', None) is collections.abc.Callable
    # One argument may be a list of parameters itself; others are put into one.
    if not is_callable or len(args) == 2 and _is_param_expr(args[0]):
        return args
    *params, result = args
    return params, result


def _rebuilt(t, args):
    """The same kind of type with these arguments; the type itself if they are its own."""
    if args == t.__args__:
        return t
    if isinstance(t, GenericAlias):
        return GenericAlias(t.__origin__, args)
    if isinstance(t, types.UnionType):
        return functools.reduce(lambda union, each: union | each, args)
    return t.copy_with(args)


def _eval_type(t, globalns, localns, type_params=(), *, recursive_guard=frozenset()):
    """The type with every text in it evaluated."""
    if isinstance(t, ForwardRef):
        return t._evaluate(globalns, localns, type_params, recursive_guard=recursive_guard)
    if not isinstance(t, (_GenericAlias, GenericAlias, types.UnionType)):
        return t
    quoted = isinstance(t, GenericAlias)
    args = (ForwardRef(each) if quoted and isinstance(each, str) else each for each in t.__args__)
    return _rebuilt(t, tuple(_eval_type(each, globalns, localns, type_params,
                                        recursive_guard=recursive_guard) for each in args))


def _strip_annotations(t):
    """The type without `Annotated`, `Required` and the like."""
    if isinstance(t, _AnnotatedAlias):
        return _strip_annotations(t.__origin__)
    if getattr(t, '__origin__', None) in (Required, NotRequired, ReadOnly):
        return _strip_annotations(t.__args__[0])
    if not isinstance(t, (_GenericAlias, GenericAlias, types.UnionType)):
        return t
    return _rebuilt(t, tuple(map(_strip_annotations, t.__args__)))


def _evaluated(annotations, globalns, localns, type_params, **options):
    """Annotations as types; options are those of references by name."""
    hints = {}
    for name, value in annotations.items():
        if value is None:
            value = type(None)
        elif isinstance(value, str):
            value = ForwardRef(value, **options)
        hints[name] = _eval_type(value, globalns, localns, type_params)
    return hints


def _hints_of_class(cls, globalns, localns):
    hints = {}
    for base in reversed(cls.__mro__):
        annotations = base.__dict__.get('__annotations__', {})
        if isinstance(annotations, types.GetSetDescriptorType):
            continue
        names = [globalns, localns]
        if globalns is None:
            names[0] = getattr(sys.modules.get(base.__module__), '__dict__', {})
        if localns is None:
            names[1] = dict(vars(base))
        if globalns is localns is None:
            # Names of the class go before those of its module, but methods hide no types.
            names.reverse()
        hints |= _evaluated(annotations, *names, base.__type_params__, is_argument=False,
                            is_class=True)
    return hints


_MAY_LACK_ANNOTATIONS = (
    types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.ModuleType,
    types.WrapperDescriptorType, types.MethodWrapperType, types.MethodDescriptorType)


def _globals_of(obj):
    if isinstance(obj, types.ModuleType):
        return obj.__dict__
    while hasattr(obj, '__wrapped__'):
        obj = obj.__wrapped__
    return getattr(obj, '__globals__', {})


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    """The annotations of a class, a module or a function as types; what stands in quotes is
    looked up in the given names, by default those around obj."""
    if getattr(obj, '__no_type_check__', None):
        return {}
    if isinstance(obj, type):
        hints = _hints_of_class(obj, globalns, localns)
    else:
        outer = _globals_of(obj) if globalns is None else globalns
        annotations = getattr(obj, '__annotations__', None)
        if annotations is None:
            if isinstance(obj, _MAY_LACK_ANNOTATIONS):
                return {}
            raise TypeError(f'{obj!r} is not a module, class, method, or function.')
        hints = _evaluated(annotations, outer, outer if localns is None else localns,
                           getattr(obj, '__type_params__', ()),
                           is_argument=not isinstance(obj, types.ModuleType))
    if not include_extras:
        hints = {name: _strip_annotations(hint) for name, hint in hints.items()}
    return hints


# ---- small things ------------------------------------------------------------

def cast(typ, val):
    """Cast a value to a type."""
    return val


def assert_type(val, typ, /):
    """For type checkers: val has the type typ. Gives val."""
    return val


def assert_never(arg, /):
    """For type checkers: this line is never reached. Raises if it is."""
    value = repr(arg)
    if len(value) > 100:
        value = value[:100] + '...'
    raise AssertionError(f'Expected code to be unreachable, but got: {value}')


def reveal_type(obj, /):
    """For type checkers: show the type of obj. Prints it here and gives obj."""
    print(f'Runtime type is {type(obj).__name__!r}', file=sys.stderr)
    return obj


def no_type_check(arg):
    """A decorator: the annotations are not types."""
    for name, value in list(vars(arg).items()) if isinstance(arg, type) else ():
        is_inner = isinstance(value, type) and value.__qualname__ == f'{arg.__qualname__}.{name}'
        if is_inner:
            no_type_check(value)
        elif isinstance(value, types.FunctionType):
            value.__no_type_check__ = True
    try:
        arg.__no_type_check__ = True
    except TypeError:
        # A builtin class.
        pass
    return arg


def no_type_check_decorator(decorator):
    """Makes a decorator that does what no_type_check does, too."""
    @functools.wraps(decorator)
    def wrapped(*args, **kwds):
        return no_type_check(decorator(*args, **kwds))
    return wrapped


_overload_registry = {}


def _overload_dummy(*args, **kwds):
    """Stands for an overload, and says so when called."""
    raise NotImplementedError('You should not call an overloaded function. '
                              'A series of @overload-decorated functions '
                              'outside a stub module should always be followed '
                              'by an implementation that is not @overload-ed.')


def overload(func):
    """A decorator for one of several signatures of a function."""
    inner = getattr(func, '__func__', func)
    try:
        key = inner.__module__, inner.__qualname__
        _overload_registry.setdefault(key, {})[inner.__code__.co_firstlineno] = func
    except AttributeError:
        pass
    return _overload_dummy


def get_overloads(func):
    """The overloads noted for func, in order."""
    inner = getattr(func, '__func__', func)
    return list(_overload_registry.get((inner.__module__, inner.__qualname__), {}).values())


def clear_overloads():
    """Forget which overloads were defined."""
    _overload_registry.clear()


def _marked(obj, name):
    try:
        setattr(obj, name, True)
    except (AttributeError, TypeError):
        # Not every object takes attributes.
        pass
    return obj


def final(f):
    """A decorator for type checkers: not to be overridden or subclassed."""
    return _marked(f, '__final__')


def override(method, /):
    """A decorator for type checkers: this overrides a method of a base class."""
    return _marked(method, '__override__')


def dataclass_transform(*, eq_default=True, order_default=False, kw_only_default=False,
                        frozen_default=False, field_specifiers=(), **kwargs):
    """A decorator for type checkers: what it marks makes classes like dataclasses."""
    def decorator(cls_or_fn):
        cls_or_fn.__dataclass_transform__ = {
            'eq_default': eq_default, 'order_default': order_default,
            'kw_only_default': kw_only_default, 'frozen_default': frozen_default,
            'field_specifiers': field_specifiers, 'kwargs': kwargs}
        return cls_or_fn
    return decorator


class NewType:
    """A type of its own for type checkers; calling it gives the argument as it is."""

    def __init__(self, name, tp):
        self.__qualname__ = name
        self.__name__ = name.rpartition('.')[-1]
        self.__supertype__ = tp
        module = sys._getframemodulename(1)
        if module != 'typing':
            self.__module__ = module

    def __call__(self, x, /):
        return x

    def __mro_entries__(self, bases):
        name = self.__name__

        class Dummy:
            def __init_subclass__(cls):
                raise TypeError(f'Cannot subclass an instance of NewType. Perhaps you were '
                                f'looking for: `{cls.__name__} = NewType({cls.__name__!r}, '
                                f'{name})`')
        return (Dummy,)

    def __repr__(self):
        return f'{self.__module__}.{self.__qualname__}'

    def __reduce__(self):
        return self.__qualname__

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


# ---- NamedTuple and TypedDict ------------------------------------------------

_PROHIBITED = frozenset({'__new__', '__init__', '__slots__', '__getnewargs__', '_fields',
                         '_field_defaults', '_field_types', '_make', '_replace', '_asdict',
                         '_source'})
_SPECIAL = frozenset({'__module__', '__name__', '__annotations__'})


def _make_nmtuple(name, fields, module, defaults=()):
    annotations = {each: _type_check(tp, f'field {each} annotation must be a type')
                   for each, tp in fields}
    made = collections.namedtuple(name, list(annotations), defaults=defaults, module=module)
    made.__annotations__ = made.__new__.__annotations__ = annotations
    return made


def _names_with_defaults(names, ns):
    defaults = [name for name in names if name in ns]
    if defaults:
        seen = []
        for name in names:
            if name in ns:
                seen.append(name)
            elif seen:
                raise TypeError(f'Non-default namedtuple field {name} cannot follow default '
                                f'field{"s" * (len(seen) > 1)} {", ".join(seen)}')
    return defaults


def _take_over(made, ns):
    """Puts what else the body of a named tuple class has into the class."""
    for key in ns.keys():
        if key in _PROHIBITED:
            raise AttributeError('Cannot overwrite NamedTuple attribute ' + key)
        if key in _SPECIAL:
            continue
        if key not in made._fields:
            setattr(made, key, ns[key])
        tell = getattr(type(ns[key]), '__set_name__', None)
        if tell is not None:
            tell(ns[key], made, key)


class NamedTupleMeta(type):

    def __new__(cls, typename, bases, ns):
        if any(base is not _NamedTuple and base is not Generic for base in bases):
            raise TypeError('can only inherit from a NamedTuple type and Generic')
        is_generic = Generic in bases
        annotations = ns.get('__annotations__', {})
        defaults = _names_with_defaults(annotations, ns)
        made = _make_nmtuple(typename, annotations.items(), ns['__module__'],
                             [ns[name] for name in defaults])
        made.__bases__ = tuple(base if base is Generic else tuple for base in bases)
        if is_generic:
            made.__class_getitem__ = classmethod(_generic_class_getitem)
        _take_over(made, ns)
        if is_generic:
            made.__init_subclass__()
        return made


def NamedTuple(typename, fields=NoDefault, /, **kwargs):
    """Typed version of namedtuple."""
    if fields is NoDefault or fields is None:
        fields = kwargs.items()
    elif kwargs:
        raise TypeError('Either list of fields or keywords can be provided to NamedTuple, '
                        'not both')
    made = _make_nmtuple(typename, list(fields), sys._getframemodulename(1))
    made.__orig_bases__ = (NamedTuple,)
    return made


_NamedTuple = type.__new__(NamedTupleMeta, 'NamedTuple', (), {})


def _namedtuple_mro_entries(bases):
    return (_NamedTuple,)


NamedTuple.__mro_entries__ = _namedtuple_mro_entries


def _qualifiers(annotation):
    """The marks around an item's type."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = annotation.__origin__
        elif origin in (Required, NotRequired, ReadOnly):
            yield origin
            annotation, = annotation.__args__
        else:
            return


class _Keys:
    """What a TypedDict says of its keys."""

    def __init__(self):
        self.required, self.optional, self.readonly, self.mutable = set(), set(), set(), set()

    def inherit(self, base):
        def of(name):
            return base.__dict__.get(f'__{name}_keys__', set())

        self.required = (self.required | of('required')) - of('optional')
        self.optional = (self.optional - of('required')) | of('optional')
        self.readonly |= of('readonly')
        self.mutable |= of('mutable')

    def add(self, key, marks, total):
        if ReadOnly in marks and key in self.mutable:
            raise TypeError(f'Cannot override mutable key {key!r} with read-only key')
        is_required = Required in marks or total and NotRequired not in marks
        pairs = [(self.required, self.optional) if is_required else (self.optional, self.required),
                 (self.readonly, self.mutable) if ReadOnly in marks
                 else (self.mutable, self.readonly)]
        for new, old in pairs:
            old.discard(key)
            new.add(key)


class _TypedDictMeta(type):

    def __new__(cls, name, bases, ns, total=True):
        if not all(base is Generic or type(base) is _TypedDictMeta for base in bases):
            raise TypeError('cannot inherit from both a TypedDict type and a non-TypedDict '
                            'base class')
        generic = [Generic] if any(issubclass(base, Generic) for base in bases) else []
        made = type.__new__(_TypedDictMeta, name, (*generic, dict), ns)
        if not hasattr(made, '__orig_bases__'):
            made.__orig_bases__ = bases
        msg = "TypedDict('Name', {f0: t0, f1: t1, ...}); each t must be a type"
        own = {key: _type_check(tp, msg, module=made.__module__, allow_special_forms=True)
               for key, tp in ns.get('__annotations__', {}).items()}
        annotations, keys = {}, _Keys()
        for base in bases:
            annotations |= base.__dict__.get('__annotations__', {})
            keys.inherit(base)
        for key, tp in own.items():
            keys.add(key, set(_qualifiers(tp)), total)
        made.__annotations__, made.__total__ = annotations | own, total
        for kind, found in vars(keys).items():
            setattr(made, f'__{kind}_keys__', frozenset(found))
        return made

    def __init__(cls, *args, **kwargs):
        pass

    def __call__(cls, *args, **kwargs):
        return dict(*args, **kwargs)

    def __subclasscheck__(cls, other):
        raise TypeError('TypedDict does not support instance and class checks')

    __instancecheck__ = __subclasscheck__


def TypedDict(typename, fields=NoDefault, /, *, total=True):
    """A dict with known keys for type checkers; a plain dict when run."""
    if fields is NoDefault or fields is None:
        fields = {}
    ns = {'__annotations__': dict(fields)}
    module = sys._getframemodulename(1)
    if module is not None:
        ns['__module__'] = module
    made = _TypedDictMeta(typename, (), ns, total=total)
    made.__orig_bases__ = (TypedDict,)
    return made


_TypedDict = type.__new__(_TypedDictMeta, 'TypedDict', (), {})


def _typeddict_mro_entries(bases):
    return (_TypedDict,)


TypedDict.__mro_entries__ = _typeddict_mro_entries


def is_typeddict(tp):
    """Whether tp was made by TypedDict."""
    return isinstance(tp, _TypedDictMeta) and tp is not _TypedDict
