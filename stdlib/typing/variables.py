# Type variables and what the machine makes of `class C[T]`, `def f[T]()` and `type A = …`.

import sys
from types import GenericAlias


class _NoDefaultType:
    __slots__ = ()

    def __repr__(self):
        return 'typing.NoDefault'

    def __reduce__(self):
        return 'NoDefault'


NoDefault = _NoDefaultType()
_unset = object()


def _union(left, right):
    from typing import Union
    return Union[left, right]


class _Variable:
    """What all kinds of type variables have in common. Bounds and defaults of those that a
    statement makes are evaluated when somebody asks."""

    _default = NoDefault
    _evaluate_default = None
    _inferred = False

    def _begin(self, name, default):
        if not isinstance(name, str):
            raise TypeError(f"{type(self).__name__}() argument 'name' must be str, "
                            f"not {type(name).__name__}")
        self.__name__ = name
        self._default = default
        module = sys._getframemodulename(2)
        if module != 'typing':
            self.__module__ = module

    @property
    def __default__(self):
        if self._evaluate_default is not None:
            self._default, self._evaluate_default = self._evaluate_default(), None
        return self._default

    def has_default(self):
        return self._evaluate_default is not None or self._default is not NoDefault

    def __or__(self, other):
        return _union(self, other)

    def __ror__(self, other):
        return _union(other, self)

    def __reduce__(self):
        return self.__name__

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __init_subclass__(cls, **kwargs):
        if cls.__module__ != '_typing_variables':
            raise TypeError(f"type 'typing.{cls.__base__.__name__}' is not an acceptable base type")

    def __mro_entries__(self, bases):
        raise TypeError(f'Cannot subclass an instance of {type(self).__name__}')


def _variance_sign(variable):
    if variable.__infer_variance__:
        return ''
    return '+' if variable.__covariant__ else '-' if variable.__contravariant__ else '~'


def _check_variance(covariant, contravariant, infer_variance):
    if covariant and contravariant:
        raise ValueError('Bivariant types are not supported.')
    if infer_variance and (covariant or contravariant):
        raise ValueError('Variance cannot be specified with infer_variance.')


class TypeVar(_Variable):
    """Type variable."""

    def __init__(self, name, *constraints, bound=None, default=NoDefault, covariant=False,
                 contravariant=False, infer_variance=False):
        self._begin(name, default)
        _check_variance(covariant, contravariant, infer_variance)
        if constraints and bound is not None:
            raise TypeError('Constraints cannot be combined with bound=...')
        if len(constraints) == 1:
            raise TypeError('A single constraint is not allowed')
        if constraints or bound is not None:
            from typing import _type_check
            constraints = tuple(_type_check(each, 'TypeVar(name, constraint, ...): constraints '
                                            'must be types.') for each in constraints)
            if bound is not None:
                bound = _type_check(bound, 'Bound must be a type.')
        self._bound, self._constraints = bound, constraints
        self._evaluate_bound = self._evaluate_constraints = None
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)
        self.__infer_variance__ = bool(infer_variance)

    @property
    def __bound__(self):
        if self._evaluate_bound is not None:
            self._bound, self._evaluate_bound = self._evaluate_bound(), None
        return self._bound

    @property
    def __constraints__(self):
        if self._evaluate_constraints is not None:
            self._constraints, self._evaluate_constraints = self._evaluate_constraints(), None
        return self._constraints

    def __repr__(self):
        return _variance_sign(self) + self.__name__

    def __typing_subst__(self, arg):
        from typing import _type_check, _is_unpacked_typevartuple
        arg = _type_check(arg, 'Parameters to generic types must be types.', is_argument=True)
        if _is_unpacked_typevartuple(arg):
            raise TypeError(f'{arg} is not valid as type argument')
        return arg

    def __typing_prepare_subst__(self, alias, args):
        return _with_default(self, alias, args)


def _with_default(variable, alias, args):
    params = alias.__parameters__
    at = params.index(variable)
    if at < len(args):
        return args
    if at == len(args) and variable.has_default():
        return (*args, variable.__default__)
    raise TypeError(f'Too few arguments for {alias}')


class ParamSpecArgs:
    """The args for a ParamSpec object."""

    def __init__(self, origin):
        self.__origin__ = origin

    def __repr__(self):
        return f'{self.__origin__.__name__}.args'

    def __eq__(self, other):
        if not isinstance(other, ParamSpecArgs):
            return NotImplemented
        return self.__origin__ == other.__origin__

    __hash__ = None

    def __mro_entries__(self, bases):
        raise TypeError('Cannot subclass an instance of ParamSpecArgs')


class ParamSpecKwargs:
    """The kwargs for a ParamSpec object."""

    def __init__(self, origin):
        self.__origin__ = origin

    def __repr__(self):
        return f'{self.__origin__.__name__}.kwargs'

    def __eq__(self, other):
        if not isinstance(other, ParamSpecKwargs):
            return NotImplemented
        return self.__origin__ == other.__origin__

    __hash__ = None

    def __mro_entries__(self, bases):
        raise TypeError('Cannot subclass an instance of ParamSpecKwargs')


class ParamSpec(_Variable):
    """Parameter specification variable."""

    def __init__(self, name, *, bound=None, default=NoDefault, covariant=False,
                 contravariant=False, infer_variance=False):
        self._begin(name, default)
        _check_variance(covariant, contravariant, infer_variance)
        if bound is not None:
            from typing import _type_check
            bound = _type_check(bound, 'Bound must be a type.')
        self.__bound__ = bound
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)
        self.__infer_variance__ = bool(infer_variance)

    @property
    def args(self):
        """Represents positional arguments."""
        return ParamSpecArgs(self)

    @property
    def kwargs(self):
        """Represents keyword arguments."""
        return ParamSpecKwargs(self)

    def __repr__(self):
        return _variance_sign(self) + self.__name__

    def __typing_subst__(self, arg):
        if isinstance(arg, (list, tuple)):
            return tuple(arg)
        from typing import _is_param_expr
        if not _is_param_expr(arg):
            raise TypeError(f'Expected a list of types, an ellipsis, ParamSpec, or Concatenate. '
                            f'Got {arg}')
        return arg

    def __typing_prepare_subst__(self, alias, args):
        from typing import _is_param_expr
        params = alias.__parameters__
        at = params.index(self)
        if at == len(args) and self.has_default():
            args = [*args, self.__default__]
        if at >= len(args):
            raise TypeError(f'Too few arguments for {alias}')
        if len(params) == 1 and not _is_param_expr(args[0]):
            # Of a single parameter the brackets may be left out.
            return (args,)
        if isinstance(args[at], list):
            return (*args[:at], tuple(args[at]), *args[at + 1:])
        return args


class TypeVarTuple(_Variable):
    """Type variable tuple."""

    def __init__(self, name, *, default=NoDefault):
        self._begin(name, default)

    def __repr__(self):
        return self.__name__

    def __iter__(self):
        from typing import Unpack
        yield Unpack[self]

    def __typing_subst__(self, arg):
        raise TypeError('Substitution of bare TypeVarTuple is not supported')

    def __typing_prepare_subst__(self, alias, args):
        params = alias.__parameters__
        at = params.index(self)
        behind = len(params) - at - 1
        if len(args) < at + behind:
            raise TypeError(f'Too few arguments for {alias}; actual {len(args)}, '
                            f'expected at least {len(params) - 1}')
        middle = tuple(args[at:len(args) - behind])
        if not middle and self.has_default():
            middle = tuple(self.__default__)
        return (*args[:at], middle, *args[len(args) - behind:])


class TypeAliasType:
    """Type alias."""

    def __init__(self, name, value, *, type_params=()):
        if not isinstance(type_params, tuple):
            raise TypeError('type_params must be a tuple')
        self._set(name, type_params, value, None)
        self.__module__ = sys._getframemodulename(1)

    def _set(self, name, type_params, value, evaluate):
        self._name, self._type_params = name, type_params
        self._value, self._evaluate = value, evaluate
        return self

    @property
    def __name__(self):
        return self._name

    @property
    def __type_params__(self):
        return self._type_params

    @property
    def __value__(self):
        if self._evaluate is not None:
            self._value, self._evaluate = self._evaluate(), None
        return self._value

    @property
    def __parameters__(self):
        params = []
        for each in self._type_params:
            if isinstance(each, TypeVarTuple):
                params.extend(each)
            else:
                params.append(each)
        return tuple(params)

    def __repr__(self):
        return self._name

    def __getitem__(self, parameters):
        if not self._type_params:
            raise TypeError('Only generic type aliases are subscriptable')
        return GenericAlias(self, parameters)

    def __or__(self, other):
        return _union(self, other)

    def __ror__(self, other):
        return _union(other, self)

    def __reduce__(self):
        return self._name

    def __call__(self, *args, **kwargs):
        raise TypeError("'typing.TypeAliasType' object is not callable")

    def __mro_entries__(self, bases):
        raise TypeError('type() doesn\'t support MRO entry resolution; use types.new_class()')


# ---- what the machine calls --------------------------------------------------

def make_typevar(name):
    return TypeVar(name, infer_variance=True)


def make_typevar_bound(name, evaluate):
    made = TypeVar(name, infer_variance=True)
    made._evaluate_bound = evaluate
    return made


def make_typevar_constraints(name, evaluate):
    made = TypeVar(name, infer_variance=True)
    made._evaluate_constraints = evaluate
    return made


def make_paramspec(name):
    return ParamSpec(name, infer_variance=True)


def make_typevartuple(name):
    return TypeVarTuple(name)


def set_default(variable, evaluate):
    variable._evaluate_default = evaluate
    return variable


def subscript_generic(params):
    from typing import Generic, Unpack
    items = tuple(Unpack[each] if isinstance(each, TypeVarTuple) else each for each in params)
    return Generic[items]


def make_alias(name, params, evaluate):
    made = TypeAliasType.__new__(TypeAliasType)
    made.__module__ = evaluate.__module__
    return made._set(name, params or (), None, evaluate)


for _each in (TypeAliasType, TypeVar, ParamSpec, ParamSpecArgs, ParamSpecKwargs, TypeVarTuple, _NoDefaultType):
    _each.__module__ = 'typing'
del _each
