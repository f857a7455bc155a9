# Classes that are mostly data: their methods are written for them.

import sys
from abc import update_abstractmethods
from types import FunctionType, GenericAlias, MappingProxyType, new_class

__all__ = ['dataclass', 'field', 'Field', 'FrozenInstanceError', 'InitVar', 'KW_ONLY', 'MISSING',
           'fields', 'asdict', 'astuple', 'make_dataclass', 'replace', 'is_dataclass']


class FrozenInstanceError(AttributeError):
    pass


class _HAS_DEFAULT_FACTORY_CLASS:
    def __repr__(self):
        return '<factory>'


_HAS_DEFAULT_FACTORY = _HAS_DEFAULT_FACTORY_CLASS()


class _MISSING_TYPE:
    pass


MISSING = _MISSING_TYPE()


class _KW_ONLY_TYPE:
    pass


KW_ONLY = _KW_ONLY_TYPE()

_NO_METADATA = MappingProxyType({})


class _FIELD_BASE:
    """What kind of field: shown by its name."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


_FIELD = _FIELD_BASE('_FIELD')
_FIELD_CLASSVAR = _FIELD_BASE('_FIELD_CLASSVAR')
_FIELD_INITVAR = _FIELD_BASE('_FIELD_INITVAR')

_FIELDS = '__dataclass_fields__'
_PARAMS = '__dataclass_params__'
_POST_INIT_NAME = '__post_init__'


class InitVar:
    __slots__ = ('type',)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        shown = self.type.__name__ if isinstance(self.type, type) else repr(self.type)
        return f'dataclasses.InitVar[{shown}]'

    def __class_getitem__(cls, type):
        return InitVar(type)


class Field:
    __slots__ = ('name', 'type', 'default', 'default_factory', 'repr', 'hash', 'init', 'compare',
                 'metadata', 'kw_only', '_field_type')

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = self.type = None
        self.default, self.default_factory = default, default_factory
        self.init, self.repr, self.hash, self.compare = init, repr, hash, compare
        self.metadata = _NO_METADATA if metadata is None else MappingProxyType(metadata)
        self.kw_only = kw_only
        self._field_type = None

    def __repr__(self):
        from reprlib import recursive_repr
        return recursive_repr()(Field._shown)(self)

    def _shown(self):
        return ('Field('
                f'name={self.name!r},type={self.type!r},default={self.default!r},'
                f'default_factory={self.default_factory!r},init={self.init!r},'
                f'repr={self.repr!r},hash={self.hash!r},compare={self.compare!r},'
                f'metadata={self.metadata!r},kw_only={self.kw_only!r},'
                f'_field_type={self._field_type})')

    def __set_name__(self, owner, name):
        # A default that is a descriptor wants to know its name.
        tell = getattr(type(self.default), '__set_name__', None)
        if tell:
            tell(self.default, owner, name)

    __class_getitem__ = classmethod(GenericAlias)


class _DataclassParams:
    __slots__ = ('init', 'repr', 'eq', 'order', 'unsafe_hash', 'frozen', 'match_args', 'kw_only',
                 'slots', 'weakref_slot')

    def __init__(self, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots,
                 weakref_slot):
        self.init, self.repr, self.eq, self.order = init, repr, eq, order
        self.unsafe_hash, self.frozen, self.match_args = unsafe_hash, frozen, match_args
        self.kw_only, self.slots, self.weakref_slot = kw_only, slots, weakref_slot

    def __repr__(self):
        shown = ','.join(f'{name}={getattr(self, name)!r}' for name in self.__slots__)
        return f'_DataclassParams({shown})'


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None,
          compare=True, metadata=None, kw_only=MISSING):
    """Says more about one field of a dataclass than its annotation can."""
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError('cannot specify both default and default_factory')
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


# ---- what an annotation says -------------------------------------------------

def _is_classvar(annotation, typing):
    return (annotation is typing.ClassVar
            or getattr(annotation, '__origin__', None) is typing.ClassVar)


def _is_initvar(annotation):
    return annotation is InitVar or type(annotation) is InitVar


def _named(annotation, cls, wanted):
    """Whether an annotation in quotes begins with a name that means what is wanted."""
    text = annotation.strip()
    end = 0
    while end < len(text) and (text[end].isalnum() or text[end] in '_.'):
        end += 1
    parts = text[:end].split('.')
    namespace = sys.modules.get(cls.__module__)
    namespace = {} if namespace is None else namespace.__dict__
    if len(parts) == 1:
        return wanted(namespace.get(parts[0]))
    if len(parts) == 2:
        module = namespace.get(parts[0])
        return module is not None and wanted(getattr(module, parts[1], None))
    return False


def _is_kw_only(cls, annotation):
    return (annotation is KW_ONLY
            or isinstance(annotation, str) and _named(annotation, cls, lambda a: a is KW_ONLY))


def _kind_of(annotation, cls):
    """Which kind of field an annotation makes, written out or in quotes."""
    def means(wanted):
        return wanted(annotation) or (isinstance(annotation, str)
                                      and _named(annotation, cls, wanted))

    typing = sys.modules.get('typing')
    if typing is not None and means(lambda value: value is not None
                                    and _is_classvar(value, typing)):
        return _FIELD_CLASSVAR
    return _FIELD_INITVAR if means(_is_initvar) else _FIELD


def _check_kind(made):
    kind = made._field_type
    if kind is _FIELD:
        # What cannot be hashed can be changed, and would be shared by all instances.
        if made.default.__class__.__hash__ is None:
            raise ValueError(f'mutable default {type(made.default)} for field '
                             f'{made.name} is not allowed: use default_factory')
    elif made.default_factory is not MISSING:
        raise TypeError(f'field {made.name} cannot have a default factory')
    elif kind is _FIELD_CLASSVAR and made.kw_only is not MISSING:
        raise TypeError(f'field {made.name} is a ClassVar but specifies kw_only')


def _get_field(cls, name, annotation, kw_only):
    given = getattr(cls, name, MISSING)
    if type(given).__name__ == 'member_descriptor':
        # The slot of a class that has `__slots__`, no default.
        given = MISSING
    made = given if isinstance(given, Field) else field(default=given)
    made.name, made.type, made._field_type = name, annotation, _kind_of(annotation, cls)
    _check_kind(made)
    if made.kw_only is MISSING and made._field_type is not _FIELD_CLASSVAR:
        made.kw_only = kw_only
    return made


# ---- writing methods ---------------------------------------------------------

class _Writer:
    """Collects the text of methods, and compiles all of a class's at once."""

    def __init__(self, globals):
        self.globals = globals
        self.locals = {}
        self.text = []
        self.names = []

    def add(self, name, parameters, body):
        self.names.append(name)
        self.text.append(f' def {name}({parameters}):\n'
                         + '\n'.join(f'  {line}' for line in body))

    def put_into(self, cls, return_types, refuse):
        if not self.text:
            return
        local_names = ', '.join(self.locals)
        returned = ', '.join(self.names)
        source = (f'def __create_fn__({local_names}):\n' + '\n'.join(self.text)
                  + f'\n return ({returned},)\n')
        namespace = {}
        exec(source, self.globals, namespace)
        for function in namespace['__create_fn__'](**self.locals):
            name = function.__name__
            function.__qualname__ = f'{cls.__qualname__}.{name}'
            if name in return_types:
                function.__annotations__ = return_types[name]
            if name in cls.__dict__:
                if name in refuse:
                    raise TypeError(f'Cannot overwrite attribute {name} in class '
                                    f'{cls.__name__}{refuse[name]}')
                continue
            setattr(cls, name, function)


def _write_init(writer, fields, std_fields, kw_only_fields, frozen, has_post_init, self_name):
    seen_default = None
    for each in std_fields:
        if not each.init:
            continue
        if not (each.default is MISSING and each.default_factory is MISSING):
            seen_default = each
        elif seen_default:
            raise TypeError(f'non-default argument {each.name!r} '
                            f'follows default argument {seen_default.name!r}')
    local = writer.locals
    local['__dataclass_HAS_DEFAULT_FACTORY__'] = _HAS_DEFAULT_FACTORY
    local['__dataclass_builtins_object__'] = object

    def parameter(each):
        if each.default is MISSING and each.default_factory is MISSING:
            return each.name
        if each.default is not MISSING:
            local[f'__dataclass_dflt_{each.name}__'] = each.default
            return f'{each.name}=__dataclass_dflt_{each.name}__'
        return f'{each.name}=__dataclass_HAS_DEFAULT_FACTORY__'

    def assign(name, value):
        if frozen:
            return f'__dataclass_builtins_object__.__setattr__({self_name},{name!r},{value})'
        return f'{self_name}.{name}={value}'

    body = []
    for each in fields:
        default = f'__dataclass_dflt_{each.name}__'
        if each.default_factory is not MISSING:
            local[default] = each.default_factory
            if each.init:
                value = (f'{default}() if {each.name} is __dataclass_HAS_DEFAULT_FACTORY__ '
                         f'else {each.name}')
            else:
                value = f'{default}()'
        elif each.init:
            value = each.name
        elif each.default is not MISSING and '__slots__' in writer.globals_of_class:
            local[default] = each.default
            value = default
        else:
            continue
        if each._field_type is not _FIELD_INITVAR:
            body.append(assign(each.name, value))
    if has_post_init:
        given = ','.join(each.name for each in fields if each._field_type is _FIELD_INITVAR)
        body.append(f'{self_name}.{_POST_INIT_NAME}({given})')
    parameters = [self_name] + [parameter(each) for each in std_fields if each.init]
    kw_only = [parameter(each) for each in kw_only_fields if each.init]
    if kw_only:
        parameters += ['*'] + kw_only
    writer.add('__init__', ', '.join(parameters), body or ['pass'])


def _tuple_of(fields, owner):
    if not fields:
        return '()'
    return f'({",".join(f"{owner}.{each.name}" for each in fields)},)'


def _frozen_methods(writer, cls, fields):
    writer.locals['__dataclass_cls__'] = cls
    writer.locals['__dataclass_FrozenInstanceError__'] = FrozenInstanceError
    names = '{' + ', '.join(repr(each.name) for each in fields) + ',}' if fields else '()'
    condition = f'type(self) is __dataclass_cls__ or name in {names}'
    for name, extra, what, call in (
            ('__setattr__', ', value', 'assign to', '__setattr__(name, value)'),
            ('__delattr__', '', 'delete', '__delattr__(name)')):
        writer.add(name, f'self, name{extra}', (
            f'if {condition}:',
            f' raise __dataclass_FrozenInstanceError__(f"cannot {what} field {{name!r}}")',
            f'super(__dataclass_cls__, self).{call}'))



def _own_replace(cls):
    def __replace__(self, /, **changes):
        return _replace(self, **changes)
    __replace__.__name__ = '_replace'
    __replace__.__qualname__ = '_replace'
    return __replace__


# ---- hashing -----------------------------------------------------------------

def _hash_action(cls, unsafe_hash, eq, frozen, has_explicit_hash):
    """'add', 'none', 'refuse' or nothing to do."""
    if unsafe_hash:
        return 'refuse' if has_explicit_hash else 'add'
    if not eq or has_explicit_hash:
        return None
    return 'add' if frozen else 'none'


def _set_hash(cls, action, writer, fields):
    if action == 'none':
        cls.__hash__ = None
    elif action == 'refuse':
        raise TypeError(f'Cannot overwrite attribute __hash__ in class {cls.__name__}')
    elif action == 'add':
        chosen = [each for each in fields if (each.compare if each.hash is None else each.hash)]
        writer.add('__hash__', 'self', [f'return hash({_tuple_of(chosen, "self")})'])


# ---- the decorator -----------------------------------------------------------

def _inherited_fields(cls):
    """The fields of the bases by name, and of each base with fields whether it is frozen."""
    found, frozen = {}, []
    for base in reversed(cls.__mro__[1:]):
        if (theirs := getattr(base, _FIELDS, None)) is not None:
            found.update((each.name, each) for each in theirs.values())
            frozen.append(getattr(base, _PARAMS).frozen)
    return found, frozen


def _annotated_fields(cls, annotations, kw_only):
    found, marker = {}, None
    for name, annotation in annotations.items():
        if not _is_kw_only(cls, annotation):
            found[name] = _get_field(cls, name, annotation, kw_only)
        elif marker is None:
            marker, kw_only = name, True
        else:
            raise TypeError(f'{name!r} is KW_ONLY, but KW_ONLY has already been specified')
    return found


def _settle_attributes(cls, own, annotations):
    """Puts the default, or nothing, where the class body has what field() gave."""
    for name, each in own.items():
        if not isinstance(getattr(cls, name, None), Field):
            continue
        if each.default is MISSING:
            delattr(cls, name)
        else:
            setattr(cls, name, each.default)
    stray = next((name for name, value in cls.__dict__.items()
                  if isinstance(value, Field) and name not in annotations), None)
    if stray is not None:
        raise TypeError(f'{stray!r} is a field but has no type annotation')


def _check_frozen(frozen, of_bases):
    if any(of_bases) and not frozen:
        raise TypeError('cannot inherit non-frozen dataclass from a frozen one')
    if frozen and not all(of_bases):
        raise TypeError('cannot inherit frozen dataclass from a non-frozen one')


def _write_repr(writer, fields):
    shown = ', '.join(f'{each.name}={{self.{each.name}!r}}' for each in fields if each.repr)
    writer.locals['__dataclasses_recursive_repr__'] = _recursive_repr()
    writer.text.append(' @__dataclasses_recursive_repr__\n def __repr__(self):\n'
                       f'  return f"{{self.__class__.__qualname__}}({shown})"')
    writer.names.append('__repr__')


def _write_eq(writer, compared):
    terms = [f'self.{each.name}==other.{each.name}' for each in compared] or ['True']
    writer.add('__eq__', 'self, other', (
        'if self is other:', ' return True',
        'if other.__class__ is self.__class__:', f' return {" and ".join(terms)}',
        'return NotImplemented'))


_ORDER = {'__lt__': '<', '__le__': '<=', '__gt__': '>', '__ge__': '>='}


def _write_order(writer, compared):
    mine, theirs = _tuple_of(compared, 'self'), _tuple_of(compared, 'other')
    for name, symbol in _ORDER.items():
        writer.add(name, 'self, other', (
            'if other.__class__ is self.__class__:', f' return {mine}{symbol}{theirs}',
            'return NotImplemented'))


def _write_methods(cls, params, fields, globals):
    """Gives the class its methods; the parameters of `__init__` come back: by position, by
    name."""
    given = [each for each in fields.values() if each._field_type is not _FIELD_CLASSVAR]
    by_position = [each for each in given if each.init and not each.kw_only]
    by_name = [each for each in given if each.init and each.kw_only]
    stored = [each for each in given if each._field_type is _FIELD]
    compared = [each for each in stored if each.compare]
    class_hash = cls.__dict__.get('__hash__', MISSING)
    # A None that only came with `__eq__` is not what the author asked for.
    own_hash = class_hash is not MISSING and not (class_hash is None and '__eq__' in cls.__dict__)

    writer = _Writer(globals)
    writer.globals_of_class = ('__slots__',) if params.slots else cls.__dict__
    annotations, refuse = {}, {}
    if params.init:
        _write_init(writer, given, by_position, by_name, params.frozen,
                    hasattr(cls, _POST_INIT_NAME),
                    '__dataclass_self__' if 'self' in fields else 'self')
        annotations['__init__'] = {each.name: each.type for each in by_position + by_name}
        annotations['__init__']['return'] = None
    if '__replace__' not in cls.__dict__:
        cls.__replace__ = _own_replace(cls)
    if params.repr:
        _write_repr(writer, stored)
    if params.eq:
        _write_eq(writer, compared)
    if params.order:
        _write_order(writer, compared)
        refuse |= dict.fromkeys(_ORDER, ' Consider using functools.total_ordering')
    if params.frozen:
        _frozen_methods(writer, cls, stored)
        refuse |= {'__setattr__': '', '__delattr__': ''}
    action = _hash_action(cls, params.unsafe_hash, params.eq, params.frozen, own_hash)
    if action == 'add' and class_hash is None:
        # Came with `__eq__`, and would look like a method of the class's own.
        del cls.__hash__
    _set_hash(cls, action, writer, stored)
    writer.put_into(cls, annotations, refuse)
    return by_position, by_name


def _process_class(cls, params):
    globals = sys.modules[cls.__module__].__dict__ if cls.__module__ in sys.modules else {}
    setattr(cls, _PARAMS, params)
    fields, frozen_bases = _inherited_fields(cls)
    annotations = cls.__dict__.get('__annotations__', {})
    own = _annotated_fields(cls, annotations, params.kw_only)
    _settle_attributes(cls, own, annotations)
    _check_frozen(params.frozen, frozen_bases)
    fields |= own
    setattr(cls, _FIELDS, fields)
    if params.order and not params.eq:
        raise ValueError('eq must be true if order is true')
    by_position, by_name = _write_methods(cls, params, fields, globals)
    if not getattr(cls, '__doc__'):
        cls.__doc__ = cls.__name__ + _signature_text(by_position, by_name)
    if params.match_args and '__match_args__' not in cls.__dict__:
        cls.__match_args__ = tuple(each.name for each in by_position)
    if params.slots:
        cls = _add_slots(cls, params.frozen, params.weakref_slot)
    elif params.weakref_slot:
        raise TypeError('weakref_slot is True but slots is False')
    update_abstractmethods(cls)
    return cls


def _recursive_repr():
    from reprlib import recursive_repr
    return recursive_repr()


def _signature_text(std_init, kw_init):
    def shown(each):
        annotation = each.type
        if isinstance(annotation, type) and not isinstance(annotation, GenericAlias):
            module = annotation.__module__
            text = annotation.__qualname__ if module == 'builtins' else (
                f'{module}.{annotation.__qualname__}')
        else:
            text = repr(annotation).replace('typing.', '')
        if each.default is not MISSING:
            return f'{each.name}: {text} = {each.default!r}'
        if each.default_factory is not MISSING:
            return f'{each.name}: {text} = <factory>'
        return f'{each.name}: {text}'
    parts = [shown(each) for each in std_init]
    if kw_init:
        parts += ['*'] + [shown(each) for each in kw_init]
    return f'({", ".join(parts)})'


# ---- slots -------------------------------------------------------------------

def _dataclass_getstate(self):
    return [getattr(self, each.name) for each in fields(self)]


def _dataclass_setstate(self, state):
    for each, value in zip(fields(self), state):
        # Frozen ones, too.
        object.__setattr__(self, each.name, value)


def _slots_of(cls):
    slots = cls.__dict__.get('__slots__')
    if slots is None:
        return ['__dict__', '__weakref__'] if cls is not object else []
    if isinstance(slots, str):
        return [slots]
    return list(slots)


def _add_slots(cls, is_frozen, weakref_slot):
    if '__slots__' in cls.__dict__:
        raise TypeError(f'{cls.__name__} already specifies __slots__')
    wanted = [each.name for each in fields(cls)]
    # Class attributes would be in the slots' way, the others belong to the class replaced.
    left_out = {*wanted, '__dict__', '__weakref__'}
    if weakref_slot:
        wanted.append('__weakref__')
    there = {slot for base in cls.__mro__[1:-1] for slot in _slots_of(base)}
    namespace = {name: value for name, value in cls.__dict__.items() if name not in left_out}
    namespace['__slots__'] = tuple(slot for slot in wanted if slot not in there)
    made = type(cls)(cls.__name__, cls.__bases__, namespace)
    made.__qualname__ = cls.__qualname__
    states = {'__getstate__': _dataclass_getstate, '__setstate__': _dataclass_setstate}
    for name, method in states.items() if is_frozen else ():
        if name not in namespace:
            setattr(made, name, method)
    return made


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False,
              frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False):
    """Gives the class the methods that follow from its annotated fields."""

    def wrap(cls):
        return _process_class(cls, _DataclassParams(init, repr, eq, order, unsafe_hash, frozen,
                                                    match_args, kw_only, slots, weakref_slot))

    return wrap if cls is None else wrap(cls)


# ---- functions on instances --------------------------------------------------

def fields(class_or_instance):
    """The fields of a dataclass or of an instance, in order."""
    try:
        all = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError('must be called with a dataclass type or instance') from None
    return tuple(each for each in all.values() if each._field_type is _FIELD)


def _is_dataclass_instance(obj):
    return hasattr(type(obj), _FIELDS)


def is_dataclass(obj):
    """Whether obj has fields: a class that @dataclass made, or an instance of it."""
    cls = obj if isinstance(obj, type) else type(obj)
    return hasattr(cls, _FIELDS)


_ATOMIC = frozenset({type(None), bool, int, float, str, complex, bytes, type(...),
                     type(NotImplemented), type, range, property, FunctionType, type(len)})


def _converted(obj, of_instance, of_dict):
    """A deep copy in which instances are what `of_instance` makes of them."""
    cls = type(obj)
    if cls in _ATOMIC:
        return obj
    if hasattr(cls, _FIELDS):
        return of_instance(obj)
    if isinstance(obj, tuple) and hasattr(obj, '_fields'):
        return cls(*[_converted(item, of_instance, of_dict) for item in obj])
    if isinstance(obj, (list, tuple)):
        return cls(_converted(item, of_instance, of_dict) for item in obj)
    if isinstance(obj, dict):
        pairs = ((_converted(key, of_instance, of_dict), _converted(value, of_instance, of_dict))
                 for key, value in obj.items())
        if hasattr(cls, 'default_factory'):
            made = cls(obj.default_factory)
            for key, value in pairs:
                made[key] = value
            return made
        return cls(pairs)
    from copy import deepcopy
    return deepcopy(obj)


def asdict(obj, *, dict_factory=dict):
    """The fields as a dict, name to value; nested dataclasses and containers are taken apart too."""
    if not _is_dataclass_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")

    def of_instance(obj):
        return dict_factory([(each.name, _converted(getattr(obj, each.name), of_instance, dict))
                             for each in fields(obj)])

    return of_instance(obj)


def astuple(obj, *, tuple_factory=tuple):
    """The fields as a tuple; nested dataclasses and containers are taken apart too."""
    if not _is_dataclass_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")

    def of_instance(obj):
        return tuple_factory([_converted(getattr(obj, each.name), of_instance, dict)
                              for each in fields(obj)])

    return of_instance(obj)


def _field_entry(item):
    """The name, the annotation and, in a list, the default of a field to be made."""
    if isinstance(item, str):
        item = item, 'typing.Any'
    elif len(item) not in (2, 3):
        raise TypeError(f'Invalid field: {item!r}')
    name, annotation, *default = item
    if not (isinstance(name, str) and name.isidentifier()):
        raise TypeError(f'Field names must be valid identifiers: {name!r}')
    from keyword import iskeyword
    if iskeyword(name):
        raise TypeError(f'Field names must not be keywords: {name!r}')
    return name, annotation, default


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True, repr=True, eq=True,
                   order=False, unsafe_hash=False, frozen=False, match_args=True, kw_only=False,
                   slots=False, weakref_slot=False, module=None):
    """Makes a dataclass from a name and its fields."""
    attributes = dict(namespace or ())
    annotations = {}
    for name, annotation, default in map(_field_entry, fields):
        if name in annotations:
            raise TypeError(f'Field name duplicated: {name!r}')
        annotations[name] = annotation
        attributes.update((name, value) for value in default)
    attributes['__annotations__'] = annotations
    made = new_class(cls_name, bases, {}, lambda body: body.update(attributes))
    if module is None:
        module = sys._getframemodulename(1) or '__main__'
    made.__module__ = module
    return dataclass(made, init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash,
                     frozen=frozen, match_args=match_args, kw_only=kw_only, slots=slots,
                     weakref_slot=weakref_slot)


def replace(obj, /, **changes):
    """A new object of the same class with some fields changed."""
    if not _is_dataclass_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    return _replace(obj, **changes)


def _replace(self, /, **changes):
    for name, each in getattr(self, _FIELDS).items():
        kind, given = each._field_type, name in changes
        if kind is _FIELD_CLASSVAR or given and each.init:
            continue
        if given:
            raise TypeError(f'field {name} is declared with init=False, '
                            'it cannot be specified with replace()')
        if kind is _FIELD_INITVAR and each.init and each.default is MISSING:
            raise TypeError(f'InitVar {name!r} must be specified with replace()')
        if each.init:
            changes[name] = getattr(self, name)
    return self.__class__(**changes)
