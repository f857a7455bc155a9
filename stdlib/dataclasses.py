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


def _get_field(cls, name, annotation, default_kw_only):
    default = getattr(cls, name, MISSING)
    if isinstance(default, Field):
        found = default
    else:
        if type(default).__name__ in ('member_descriptor',):
            # The slot of a class that has `__slots__`.
            default = MISSING
        found = field(default=default)
    found.name, found.type = name, annotation
    found._field_type = _FIELD
    typing = sys.modules.get('typing')
    if typing is not None:
        def is_classvar(value):
            return value is not None and _is_classvar(value, typing)
        if is_classvar(annotation) or isinstance(annotation, str) and _named(
                annotation, cls, is_classvar):
            found._field_type = _FIELD_CLASSVAR
    if found._field_type is _FIELD:
        if _is_initvar(annotation) or isinstance(annotation, str) and _named(
                annotation, cls, _is_initvar):
            found._field_type = _FIELD_INITVAR
    if found._field_type is not _FIELD and found.default_factory is not MISSING:
        raise TypeError(f'field {found.name} cannot have a default factory')
    if found._field_type is _FIELD_CLASSVAR:
        if found.kw_only is not MISSING:
            raise TypeError(f'field {found.name} is a ClassVar but specifies kw_only')
    elif found.kw_only is MISSING:
        found.kw_only = default_kw_only
    if found._field_type is _FIELD and found.default.__class__.__hash__ is None:
        # What cannot be hashed can be changed, and would be shared by all instances.
        raise ValueError(f'mutable default {type(found.default)} for field '
                         f'{found.name} is not allowed: use default_factory')
    return found


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

def _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots,
                   weakref_slot):
    fields = {}
    globals = sys.modules[cls.__module__].__dict__ if cls.__module__ in sys.modules else {}
    setattr(cls, _PARAMS, _DataclassParams(init, repr, eq, order, unsafe_hash, frozen, match_args,
                                           kw_only, slots, weakref_slot))
    any_frozen_base = all_frozen_bases = None
    has_dataclass_bases = False
    frozen_bases = []
    for base in cls.__mro__[-1:0:-1]:
        base_fields = getattr(base, _FIELDS, None)
        if base_fields is not None:
            has_dataclass_bases = True
            for each in base_fields.values():
                fields[each.name] = each
            frozen_bases.append(getattr(base, _PARAMS).frozen)
    any_frozen_base = any(frozen_bases)
    all_frozen_bases = all(frozen_bases)

    own_annotations = cls.__dict__.get('__annotations__', {})
    own_fields = []
    kw_only_seen = False
    for name, annotation in own_annotations.items():
        if _is_kw_only(cls, annotation):
            if kw_only_seen:
                raise TypeError(f'{name!r} is KW_ONLY, but KW_ONLY has already been specified')
            kw_only_seen = True
            kw_only = True
        else:
            own_fields.append(_get_field(cls, name, annotation, kw_only))
    for each in own_fields:
        fields[each.name] = each
        if isinstance(getattr(cls, each.name, None), Field):
            # The class attribute is the default, or nothing.
            if each.default is MISSING:
                delattr(cls, each.name)
            else:
                setattr(cls, each.name, each.default)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in own_annotations:
            raise TypeError(f'{name!r} is a field but has no type annotation')
    if has_dataclass_bases:
        if any_frozen_base and not frozen:
            raise TypeError('cannot inherit non-frozen dataclass from a frozen one')
        if all_frozen_bases is False and frozen:
            raise TypeError('cannot inherit frozen dataclass from a non-frozen one')
    setattr(cls, _FIELDS, fields)

    class_hash = cls.__dict__.get('__hash__', MISSING)
    # A None that only came with `__eq__` is not what the author asked for.
    has_explicit_hash = not (class_hash is MISSING
                             or class_hash is None and '__eq__' in cls.__dict__)
    if order and not eq:
        raise ValueError('eq must be true if order is true')

    all_init = [each for each in fields.values() if each._field_type in (_FIELD, _FIELD_INITVAR)]
    std_init = [each for each in all_init if each.init and not each.kw_only]
    kw_init = [each for each in all_init if each.init and each.kw_only]
    std_fields = [each for each in fields.values() if each._field_type is _FIELD]

    writer = _Writer(globals)
    writer.globals_of_class = ('__slots__',) if slots else cls.__dict__
    annotations = {}
    refuse = {}
    if init:
        self_name = '__dataclass_self__' if 'self' in fields else 'self'
        _write_init(writer, all_init, std_init, kw_init, frozen, hasattr(cls, _POST_INIT_NAME),
                    self_name)
        annotations['__init__'] = {each.name: each.type for each in std_init + kw_init}
        annotations['__init__']['return'] = None
    if '__replace__' not in cls.__dict__:
        cls.__replace__ = _own_replace(cls)
    if repr:
        shown = ', '.join(f'{each.name}={{self.{each.name}!r}}' for each in std_fields
                          if each.repr)
        writer.locals['__dataclasses_recursive_repr__'] = _recursive_repr()
        writer.text.append(' @__dataclasses_recursive_repr__\n def __repr__(self):\n'
                           f'  return f"{{self.__class__.__qualname__}}({shown})"')
        writer.names.append('__repr__')
    compared = [each for each in std_fields if each.compare]
    if eq:
        terms = ' and '.join(f'self.{each.name}==other.{each.name}' for each in compared)
        writer.add('__eq__', 'self, other', (
            'if self is other:', ' return True',
            'if other.__class__ is self.__class__:', f' return {terms or "True"}',
            'return NotImplemented'))
    if order:
        mine, theirs = _tuple_of(compared, 'self'), _tuple_of(compared, 'other')
        for name, symbol in (('__lt__', '<'), ('__le__', '<='), ('__gt__', '>'),
                             ('__ge__', '>=')):
            refuse[name] = ' Consider using functools.total_ordering'
            writer.add(name, 'self, other', (
                'if other.__class__ is self.__class__:', f' return {mine}{symbol}{theirs}',
                'return NotImplemented'))
    if frozen:
        refuse['__setattr__'] = refuse['__delattr__'] = ''
        _frozen_methods(writer, cls, std_fields)
    action = _hash_action(cls, unsafe_hash, eq, frozen, has_explicit_hash)
    if action == 'add' and class_hash is None:
        # Came with `__eq__`, and would look like a method of the class's own.
        del cls.__hash__
    _set_hash(cls, action, writer, std_fields)
    writer.put_into(cls, annotations, refuse)

    if not getattr(cls, '__doc__'):
        cls.__doc__ = cls.__name__ + _signature_text(std_init, kw_init)
    if match_args and '__match_args__' not in cls.__dict__:
        cls.__match_args__ = tuple(each.name for each in std_init)
    if weakref_slot and not slots:
        raise TypeError('weakref_slot is True but slots is False')
    if slots:
        cls = _add_slots(cls, frozen, weakref_slot, fields)
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


def _add_slots(cls, is_frozen, weakref_slot, all_fields):
    if '__slots__' in cls.__dict__:
        raise TypeError(f'{cls.__name__} already specifies __slots__')
    namespace = dict(cls.__dict__)
    names = tuple(each.name for each in fields(cls))
    inherited = {slot for base in cls.__mro__[1:-1] for slot in _slots_of(base)}
    slots = [name for name in names if name not in inherited]
    if weakref_slot and '__weakref__' not in inherited:
        slots.append('__weakref__')
    namespace['__slots__'] = tuple(slots)
    for name in names:
        # A class attribute would be in the slot's way.
        namespace.pop(name, None)
    namespace.pop('__dict__', None)
    namespace.pop('__weakref__', None)
    qualname = getattr(cls, '__qualname__', None)
    made = type(cls)(cls.__name__, cls.__bases__, namespace)
    if qualname is not None:
        made.__qualname__ = qualname
    if is_frozen:
        if '__getstate__' not in namespace:
            made.__getstate__ = _dataclass_getstate
        if '__setstate__' not in namespace:
            made.__setstate__ = _dataclass_setstate
    return made


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False,
              frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False):
    """Gives the class the methods that follow from its annotated fields."""

    def wrap(cls):
        return _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args,
                              kw_only, slots, weakref_slot)

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


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True, repr=True, eq=True,
                   order=False, unsafe_hash=False, frozen=False, match_args=True, kw_only=False,
                   slots=False, weakref_slot=False, module=None):
    """Makes a dataclass from a name and its fields."""
    from keyword import iskeyword
    if namespace is None:
        namespace = {}
    seen = set()
    annotations = {}
    defaults = {}
    for item in fields:
        if isinstance(item, str):
            name = item
            annotation = 'typing.Any'
        elif len(item) == 2:
            name, annotation = item
        elif len(item) == 3:
            name, annotation, defaults[item[0]] = item
        else:
            raise TypeError(f'Invalid field: {item!r}')
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError(f'Field names must be valid identifiers: {name!r}')
        if iskeyword(name):
            raise TypeError(f'Field names must not be keywords: {name!r}')
        if name in seen:
            raise TypeError(f'Field name duplicated: {name!r}')
        seen.add(name)
        annotations[name] = annotation

    def exec_body(body):
        body.update(namespace)
        body.update(defaults)
        body['__annotations__'] = annotations

    cls = new_class(cls_name, bases, {}, exec_body)
    if module is None:
        try:
            module = sys._getframemodulename(1) or '__main__'
        except AttributeError:
            pass
    if module is not None:
        cls.__module__ = module
    return dataclass(cls, init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash,
                     frozen=frozen, match_args=match_args, kw_only=kw_only, slots=slots,
                     weakref_slot=weakref_slot)


def replace(obj, /, **changes):
    """A new object of the same class with some fields changed."""
    if not _is_dataclass_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    return _replace(obj, **changes)


def _replace(self, /, **changes):
    for each in getattr(self, _FIELDS).values():
        if each._field_type is _FIELD_CLASSVAR:
            continue
        if not each.init:
            if each.name in changes:
                raise TypeError(f'field {each.name} is declared with '
                                f'init=False, it cannot be specified with '
                                f'replace()')
            continue
        if each.name not in changes:
            if each._field_type is _FIELD_INITVAR and each.default is MISSING:
                raise TypeError(f"InitVar {each.name!r} "
                                f'must be specified with replace()')
            changes[each.name] = getattr(self, each.name)
    return self.__class__(**changes)
