# Enumerations: classes whose attributes are their only instances.

import sys
from types import MappingProxyType

__all__ = ['EnumType', 'EnumMeta', 'EnumDict', 'Enum', 'IntEnum', 'StrEnum', 'Flag', 'IntFlag',
           'ReprEnum', 'auto', 'unique', 'property', 'verify', 'member', 'nonmember',
           'FlagBoundary', 'STRICT', 'CONFORM', 'EJECT', 'KEEP', 'global_flag_repr',
           'global_enum_repr', 'global_str', 'global_enum', 'EnumCheck', 'CONTINUOUS',
           'NAMED_FLAGS', 'UNIQUE', 'pickle_by_global_name', 'pickle_by_enum_name']

# They exist once the classes below have been made.
Enum = Flag = EJECT = ReprEnum = None
_property = property


class nonmember(object):
    """Keeps a value in a class body from becoming a member."""

    def __init__(self, value):
        self.value = value


class member(object):
    """Makes a value in a class body a member, even a function or a class."""

    def __init__(self, value):
        self.value = value


def _is_descriptor(obj):
    return hasattr(obj, '__get__') or hasattr(obj, '__set__') or hasattr(obj, '__delete__')


def _is_dunder(name):
    return (len(name) > 4 and name[:2] == name[-2:] == '__' and name[2] != '_'
            and name[-3] != '_')


def _is_sunder(name):
    return (len(name) > 2 and name[0] == name[-1] == '_' and name[1] != '_' and name[-2] != '_')


def _is_private(cls_name, name):
    front = f'_{cls_name}__'
    return (len(name) > len(front) and name.startswith(front) and name[len(front)] != '_'
            and (name[-1] != '_' or name[-2] != '_'))


def _is_internal_class(cls_name, obj):
    """Whether it is a class that the body of the enumeration has defined."""
    if not isinstance(obj, type):
        return False
    qualname = getattr(obj, '__qualname__', '')
    return qualname == f'{cls_name}.{getattr(obj, "__name__", "")}' or qualname.endswith(
        f'.{cls_name}.{getattr(obj, "__name__", "")}')


def _is_single_bit(num):
    return num > 0 and num & num - 1 == 0


def _bits_of(num):
    """The powers of two in a number, smallest first."""
    while num:
        low = num & -num
        yield low
        num ^= low


def show_flag_values(value):
    return list(_bits_of(value))


def _bin(num, max_bits=None):
    """As bin(), with the sign as a bit of its own."""
    if num >= 0:
        text = bin(num + (1 << max(num.bit_length(), 1)))
        sign, digits = '0', text[3:]
        if num == 0:
            digits = '0'
    else:
        digits = bin(~num ^ ((1 << max(num.bit_length(), 1)) - 1) | (
            1 << max(num.bit_length(), 1)))[3:]
        sign = '1'
    if max_bits is not None and len(digits) < max_bits:
        digits = (sign * max_bits + digits)[-max_bits:]
    return f'0b{sign} {digits}'


class _auto_null:
    def __repr__(self):
        return '_auto_null'


_auto_null = _auto_null()


class auto:
    """A value in a class body that the class itself is to choose."""

    def __init__(self, value=_auto_null):
        self.value = value

    def __repr__(self):
        return 'auto(%r)' % (self.value,)


class property(_property):
    """An attribute that members have; asked of the class it gives the member of that name."""

    member = None
    _attr_type = None
    _cls_type = None
    name = clsname = None

    def __get__(self, instance, ownerclass=None):
        if instance is None:
            found = self.member
        elif self.fget is not None:
            return self.fget(instance)
        elif self._attr_type is not None:
            source = self._cls_type if self._attr_type == 'attr' else instance._value_
            return getattr(source, self.name)
        else:
            found = ownerclass._member_map_.get(self.name)
        if found is None:
            raise AttributeError('%r has no attribute %r' % (ownerclass, self.name))
        return found

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError('<enum %r> cannot set attribute %r' % (self.clsname, self.name))
        return self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError('<enum %r> cannot delete attribute %r' % (
                self.clsname, self.name))
        return self.fdel(instance)

    def __set_name__(self, ownerclass, name):
        self.name = name
        self.clsname = ownerclass.__name__


# ---- the namespace of a class body -------------------------------------------

_HOOKS = frozenset(('_order_', '_generate_next_value_', '_numeric_repr_', '_missing_', '_ignore_',
                    '_iter_member_', '_iter_member_by_value_', '_iter_member_by_def_',
                    '_add_alias_', '_add_value_alias_', '_new_member_', '_use_args_',
                    '_member_names_', '_member_type_', '_value_repr_', '_create_pseudo_member_'))
_ALLOWED_HOOKS = frozenset(('_order_', '_generate_next_value_', '_numeric_repr_', '_missing_',
                            '_ignore_', '_iter_member_', '_iter_member_by_value_',
                            '_iter_member_by_def_', '_add_alias_', '_add_value_alias_'))


class EnumDict(dict):
    """The namespace of a class body: it notes the members in order and refuses a name twice."""

    def __init__(self, cls_name=None):
        super().__init__()
        self._cls_name, self._generate_next_value = cls_name, None
        self._member_names, self._last_values, self._ignore = {}, [], []
        self._auto_called = False

    def __setitem__(self, key, value):
        super().__setitem__(*self._entry(key, value))

    def _entry(self, key, value):
        """What the namespace takes in for an assignment: under which name which value."""
        if self._cls_name is not None and _is_private(self._cls_name, key):
            return key, value
        if _is_sunder(key):
            return key, self._hook(key, value)
        if _is_dunder(key):
            return '_order_' if key == '__order__' else key, value
        if key in self._member_names:
            raise TypeError('%r already defined as %r' % (key, self[key]))
        if key in self._ignore:
            return key, value
        if isinstance(value, nonmember):
            return key, value.value
        if not isinstance(value, member) and self._is_attribute(value):
            return key, value
        if key in self:
            raise TypeError('%r already defined as %r' % (key, self[key]))
        value = self._resolved(key, value.value if isinstance(value, member) else value)
        self._member_names[key] = None
        self._last_values.append(value)
        return key, value

    def _hook(self, key, value):
        """Takes note of what a name such as `_ignore_` says, and gives what to keep."""
        if key not in _ALLOWED_HOOKS:
            raise ValueError('_sunder_ names, such as %r, are reserved for future Enum use'
                             % (key,))
        if key == '_generate_next_value_':
            if self._auto_called:
                raise TypeError('_generate_next_value_ must be defined before members')
            self._generate_next_value = getattr(value, '__func__', value)
            return value if isinstance(value, staticmethod) else staticmethod(value)
        if key == '_ignore_':
            value = value.replace(',', ' ').split() if isinstance(value, str) else list(value)
            self._ignore = value
            too_late = self._member_names.keys() & set(value)
            if too_late:
                raise ValueError('_ignore_ cannot specify already set names: %r' % (too_late,))
        return value

    def _is_attribute(self, value):
        """Whether a value without a mark is no member: a method, or a class made in the body."""
        return _is_descriptor(value) or (self._cls_name is not None
                                         and _is_internal_class(self._cls_name, value))

    def _resolved(self, key, value):
        """The value with every auto() in it replaced."""
        if isinstance(value, auto):
            self._fill(key, value)
            return value.value
        if type(value) is tuple and any(isinstance(each, auto) for each in value):
            parts = []
            for each in value:
                if isinstance(each, auto):
                    self._fill(key, each)
                    each = each.value
                    self._last_values.append(each)
                parts.append(each)
            return tuple(parts)
        return value

    def _fill(self, key, value):
        if value.value is _auto_null:
            value.value = self._generate_next_value(key, 1, len(self._member_names),
                                                    self._last_values[:])
            self._auto_called = True

    @_property
    def member_names(self):
        return list(self._member_names)

    def update(self, members, *more_members, **kwds):
        for source in (members, *more_members, kwds):
            for name, value in source.items() if hasattr(source, 'keys') else source:
                self[name] = value


_EnumDict = EnumDict


# ---- members -----------------------------------------------------------------

def _bearer(enum_class, value):
    """The member that has the value; None if there is none."""
    try:
        return enum_class._value2member_map_.get(value)
    except TypeError:
        pass
    # What cannot be hashed is compared.
    for name, values in enum_class._unhashable_values_map_.items():
        if value in values:
            return enum_class[name]
    return next((each for each in enum_class._member_map_.values() if each._value_ == value),
                None)


def _note_value(enum_class, name, value, member):
    """Lets the member be found by a value."""
    try:
        enum_class._value2member_map_.setdefault(value, member)
        if value not in enum_class._hashable_values_:
            enum_class._hashable_values_.append(value)
    except TypeError:
        enum_class._unhashable_values_.append(value)
        enum_class._unhashable_values_map_.setdefault(name, []).append(value)


def _note_bits(enum_class, value):
    enum_class._flag_mask_ |= value
    enum_class._singles_mask_ |= value if _is_single_bit(value) else 0
    enum_class._all_bits_ = (1 << enum_class._flag_mask_.bit_length()) - 1


class _proto_member:
    """Stands for a member until its class exists; then puts the member in its place."""

    def __init__(self, value):
        self.value = value

    def _make(self, enum_class, args):
        make, use_args = enum_class._new_member_, enum_class._use_args_
        made = make(enum_class, *args) if use_args else make(enum_class)
        if hasattr(made, '_value_'):
            return made
        convert = enum_class._member_type_
        try:
            made._value_ = self.value if convert is object else convert(*args)
        except Exception as error:
            raise TypeError('_value_ not set in __new__, unable to create it') from error
        return made

    def __set_name__(self, enum_class, member_name):
        delattr(enum_class, member_name)
        is_one = enum_class._member_type_ is tuple or not isinstance(self.value, tuple)
        args = (self.value,) if is_one else self.value
        made = self._make(enum_class, args)
        value = made._value_
        made._name_, made.__objclass__ = member_name, enum_class
        made.__init__(*args)
        made._sort_order_ = len(enum_class._member_names_)
        has_bits = Flag is not None and issubclass(enum_class, Flag)
        member = _bearer(enum_class, value)
        if member is None:
            member = made
            if not has_bits or _is_flag_name(enum_class, value):
                enum_class._member_names_.append(member_name)
        if has_bits and isinstance(value, int):
            _note_bits(enum_class, value)
        member._add_alias_(member_name)
        _note_value(enum_class, member_name, value, member)


def _is_flag_name(enum_class, value):
    """Of flags only single bits have a place of their own in the order."""
    return not isinstance(value, int) or _is_single_bit(value)


def _pairs_of(cls, names, start):
    """The names and values that a call such as Enum('Color', 'RED BLUE') gives."""
    if isinstance(names, str):
        names = names.replace(',', ' ').split()
    if isinstance(names, (tuple, list)) and names and isinstance(names[0], str):
        values = []
        for count, name in enumerate(names):
            values.append(cls._generate_next_value_(name, start, count, values[:]))
        return list(zip(names, values))
    return [(each, names[each]) if isinstance(each, str) else each
            for each in (() if names is None else names)]


def _data_type_of(chain):
    """The type of data that a base brings along; None if it brings none."""
    lowest = None
    for base in chain.__mro__:
        if base is object:
            continue
        if not isinstance(base, EnumType):
            if base.__dict__.keys() & {'__new__', '__dataclass_fields__'}:
                # Classes below it that add nothing to the making of objects count as it.
                return lowest or base
            lowest = lowest or base
        elif base._member_type_ is not object:
            return base._member_type_
    return None


def _redirection(cls, name, member, base):
    """What stands in a class in place of a member that a base has an attribute for, which stays
    reachable through members."""
    hidden = base.__dict__[name]
    if isinstance(hidden, (property, _property)):
        made = property(hidden.fget, hidden.fset, hidden.fdel)
    else:
        made = property()
        made._attr_type, made._cls_type = 'attr', base
    made.member = member
    made.__set_name__(cls, name)
    return made


class EnumType(type):
    """
    Metaclass for Enum
    """

    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        metacls._refuse_extension_(cls, bases)
        namespace = EnumDict(cls)
        parent = metacls._kinds_of_bases_(cls, bases)[1]
        if parent is not None:
            choose = getattr(parent, '_generate_next_value_', None)
            # Not by way of `__setitem__`: the class has not said anything of its own yet.
            dict.update(namespace, _generate_next_value_=choose)
            namespace._generate_next_value = choose
        return namespace

    def __new__(metacls, cls, bases, classdict, *, boundary=None, _simple=False, **kwds):
        if _simple:
            return super().__new__(metacls, cls, bases, classdict, **kwds)
        classdict.setdefault('_ignore_', []).append('_ignore_')
        for name in classdict['_ignore_']:
            classdict.pop(name, None)
        member_names = classdict._member_names
        invalid = set(member_names) & {'mro', ''}
        if invalid:
            raise ValueError('invalid enum member name(s) %s'
                             % ','.join(repr(name) for name in invalid))
        order = classdict.pop('_order_', None)
        names = list(member_names)
        member_type, first_enum = metacls._kinds_of_bases_(cls, bases)
        new_member, save_new, use_args = metacls._maker_of_members_(classdict, member_type, first_enum)
        generate = classdict.get('_generate_next_value_')
        if generate is not None and not isinstance(generate, staticmethod):
            dict.__setitem__(classdict, '_generate_next_value_', staticmethod(
                getattr(generate, '__func__', generate)))
        body = dict(classdict)
        body['_new_member_'] = new_member
        body['_use_args_'] = use_args
        body['_member_names_'] = []
        body['_member_map_'] = {}
        body['_value2member_map_'] = {}
        body['_hashable_values_'] = []
        body['_unhashable_values_'] = []
        body['_unhashable_values_map_'] = {}
        body['_member_type_'] = member_type
        body['_value_repr_'] = metacls._repr_of_bases_(cls, bases)
        body['_boundary_'] = boundary or getattr(first_enum, '_boundary_', None)
        body['_flag_mask_'] = body['_singles_mask_'] = body['_all_bits_'] = 0
        body['_inverted_'] = None
        if save_new:
            body['__new_member__'] = new_member
        for name in names:
            body[name] = _proto_member(classdict[name])
        metacls._mix_in_format(bases, classdict, body, member_type)
        try:
            enum_class = super().__new__(metacls, cls, bases, body, **kwds)
        except Exception as error:
            # A note would tell of `__set_name__`, which is no concern of the author's.
            if hasattr(error, '__notes__'):
                del error.__notes__
            raise
        for name in ('__repr__', '__str__', '__format__', '__reduce_ex__'):
            if name in body:
                continue
            # The enumeration's own idea goes before that of the data.
            found = getattr(enum_class, name, None)
            if found is not None and found in (getattr(member_type, name, None),
                                               getattr(object, name, None)):
                setattr(enum_class, name, getattr(first_enum, name))
        if Flag is not None and issubclass(enum_class, Flag):
            for name in ('__or__', '__and__', '__xor__', '__ror__', '__rand__', '__rxor__',
                         '__invert__'):
                if name not in classdict:
                    setattr(enum_class, name, getattr(Flag, name))
        if Enum is not None:
            enum_class.__new__ = Enum.__new__
        if order is not None:
            metacls._check_order(enum_class, order)
        if Flag is not None and issubclass(enum_class, Flag):
            members = list(enum_class._member_map_.values())
            sorted_names = sorted(enum_class._member_names_,
                                  key=lambda name: enum_class._member_map_[name]._value_)
            if enum_class._member_names_ != sorted_names:
                enum_class._iter_member_ = enum_class._iter_member_by_def_
        return enum_class

    def __init__(cls, *args, **kwds):
        pass

    @classmethod
    def _mix_in_format(metacls, bases, classdict, body, member_type):
        if ReprEnum is None or ReprEnum not in bases or member_type is object:
            return
        # Only the repr is the enumeration's.
        if '__format__' not in classdict:
            body['__format__'] = member_type.__format__
        if '__str__' not in classdict:
            method = member_type.__str__
            body['__str__'] = member_type.__repr__ if method is object.__str__ else method

    @classmethod
    def _check_order(metacls, enum_class, order):
        if isinstance(order, str):
            order = order.replace(',', ' ').split()
        own = enum_class._member_names_
        if Flag is not None and issubclass(enum_class, Flag):
            order = [name for name in order if name in own]
        else:
            order = [name for name in order
                     if name not in enum_class._member_map_ or name in own]
        if order != own:
            raise TypeError('member order does not match _order_:\n  %r\n  %r' % (own, order))

    def __bool__(cls):
        return True

    def __call__(cls, value, names=_auto_null, *values, module=None, qualname=None, type=None,
                 start=1, boundary=None):
        has_members = cls._member_map_
        if has_members and names is _auto_null:
            # A class with members is asked for one of them.
            return cls.__new__(cls, value)
        given = () if names is _auto_null else (names, *values)
        if has_members:
            return cls.__new__(cls, (value, *given))
        if type is None and not given:
            raise TypeError(f'{cls} has no members; specify `names=()` if you meant to create '
                            'a new, empty, enum')
        return cls._create_(value, names=given[0] if given else None, module=module,
                            qualname=qualname, type=type, start=start, boundary=boundary)

    def __contains__(cls, value):
        if isinstance(value, cls):
            return True
        # Combinations of flags that somebody has asked for are known, but no members.
        return value in cls._unhashable_values_ or value in cls._hashable_values_

    def __delattr__(cls, attr):
        if attr in cls._member_map_:
            raise AttributeError('%r cannot delete member %r.' % (cls.__name__, attr))
        super().__delattr__(attr)

    def __dir__(cls):
        names = {'__class__', '__contains__', '__doc__', '__getitem__', '__iter__', '__len__',
                 '__members__', '__module__', '__name__', '__qualname__', *cls._member_names_}
        special = {'__new__': cls._new_member_ is not object.__new__,
                   '__init_subclass__': cls.__init_subclass__ is not object.__init_subclass__}
        names.update(name for name, is_own in special.items() if is_own)
        data = () if cls._member_type_ is object else dir(cls._member_type_)
        return sorted(names.union(data))

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __iter__(cls):
        return (cls._member_map_[name] for name in cls._member_names_)

    def __len__(cls):
        return len(cls._member_names_)

    @_property
    def __members__(cls):
        return MappingProxyType(cls._member_map_)

    def __repr__(cls):
        if Flag is not None and issubclass(cls, Flag):
            return '<flag %r>' % cls.__name__
        return '<enum %r>' % cls.__name__

    def __reversed__(cls):
        return (cls._member_map_[name] for name in reversed(cls._member_names_))

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get('_member_map_', {}):
            raise AttributeError('cannot reassign member %r' % (name,))
        super().__setattr__(name, value)

    def _create_(cls, class_name, names, *, module=None, qualname=None, type=None, start=1,
                 boundary=None):
        metacls = cls.__class__
        bases = (cls,) if type is None else (type, cls)
        body = metacls.__prepare__(class_name, bases)
        for name, value in _pairs_of(cls, names, start):
            body[name] = value
        if module is None:
            module = sys._getframemodulename(2)
        known = {'__module__': module, '__qualname__': qualname}
        body.update({name: value for name, value in known.items() if value is not None})
        made = metacls.__new__(metacls, class_name, bases, body, boundary=boundary)
        if module is None:
            made.__module__ = '<unknown>'
        return made

    def _convert_(cls, name, module, filter, source=None, *, boundary=None, as_global=False):
        """Makes an enum class of the module's constants that filter picks, and replaces them with
        its members."""
        namespace = vars(sys.modules[module])
        constants = namespace if source is None else vars(source)
        order = sorted(each for each in constants if filter(each))
        try:
            order = sorted(order, key=constants.__getitem__)
        except TypeError:
            # Values of several kinds stay in the order of names.
            pass
        made = cls(name, {each: constants[each] for each in order}, module=module,
                   boundary=boundary or KEEP)
        if as_global:
            global_enum(made)
        else:
            namespace |= made.__members__
        namespace[name] = made
        return made

    @classmethod
    def _refuse_extension_(mcls, class_name, bases):
        for chain in bases:
            for base in chain.__mro__:
                if isinstance(base, EnumType) and base._member_names_:
                    raise TypeError('<enum %r> cannot extend %r' % (class_name, base))

    @classmethod
    def _kinds_of_bases_(mcls, class_name, bases):
        """The type of the data, and the enumeration derived from."""
        if not bases:
            return object, Enum
        first_enum = bases[-1]
        if not isinstance(first_enum, EnumType):
            raise TypeError('new enumerations should be created as '
                            '`EnumName([mixin_type, ...] [data_type,] enum_type)`')
        return mcls._type_of_bases_(class_name, bases) or object, first_enum

    @classmethod
    def _repr_of_bases_(mcls, class_name, bases):
        for base in (base for chain in bases for base in chain.__mro__ if base is not object):
            if isinstance(base, EnumType):
                return base._value_repr_
            own = base.__dict__
            if '__repr__' in own:
                params = own.get('__dataclass_params__')
                was_written = getattr(params, 'repr', False) and '__dataclass_fields__' in own
                return _dataclass_repr if was_written else own['__repr__']
        return None

    @classmethod
    def _type_of_bases_(mcls, class_name, bases):
        found = {_data_type_of(chain) for chain in bases} - {None}
        if len(found) > 1:
            raise TypeError('too many data types for %r: %r' % (class_name, found))
        return next(iter(found), None)

    @classmethod
    def _maker_of_members_(mcls, classdict, member_type, first_enum):
        own = classdict.get('__new__')
        maker = own
        if own is None:
            # The data's own way goes before that of the enumeration derived from.
            useless = None, object.__new__, Enum and Enum.__new__
            offers = (getattr(kind, method, None) for method in ('__new_member__', '__new__')
                      for kind in (member_type, first_enum))
            maker = next((offer for offer in offers if not any(offer is each for each in useless)),
                         object.__new__)
        use_args = first_enum is not None and maker is not object.__new__
        # Who defines `__new__` means the making of members, not the asking for one.
        save_new = first_enum is not None and own is not None
        return staticmethod(getattr(maker, '__func__', maker)
                            if isinstance(maker, staticmethod) else maker), save_new, use_args

    def _add_member_(cls, name, member):
        bound = cls._member_map_.get(name)
        if bound is member:
            return
        if bound is not None:
            raise NameError('%r is already bound: %r' % (name, bound))
        base = next((base for base in cls.__mro__[1:] if base.__dict__.get(name) is not None), None)
        is_hiding = base is not None and _is_descriptor(base.__dict__[name])
        type.__setattr__(cls, name, _redirection(cls, name, member, base) if is_hiding else member)
        cls._member_map_[name] = member


EnumMeta = EnumType


def _dataclass_repr(self):
    fields = self.__dataclass_fields__
    return ', '.join(f'{name}={getattr(self, name)!r}' for name in fields if fields[name].repr)


def _refusal(cls, value, answer, error):
    """The exception for a value that no member has; answer and error are what `_missing_` gave
    or raised."""
    invalid = ValueError('%r is not a valid %s' % (value, cls.__qualname__))
    if answer is error is None:
        return invalid
    if error is None:
        error = TypeError('error in %s._missing_: returned %r instead of None or a valid member'
                          % (cls.__name__, answer))
    if not isinstance(error, ValueError):
        error.__context__ = invalid
    return error


def _is_result(cls, answer):
    """Whether what `_missing_` gave may be given on: a member, or an integer if the class lets
    values go."""
    return isinstance(answer, cls) or (
        isinstance(answer, int) and Flag is not None and issubclass(cls, Flag)
        and cls._boundary_ is EJECT)


class Enum(metaclass=EnumType):
    """The base class of enumerations: each name in the body that has a value becomes a member."""

    def __new__(cls, value):
        if type(value) is cls:
            return value
        known = _bearer(cls, value)
        if known is not None:
            return known
        if not cls._member_map_:
            raise TypeError('%r has no members defined' % cls)
        answer = error = None
        try:
            answer = cls._missing_(value)
        except Exception as raised:
            error = raised
        try:
            if error is None and _is_result(cls, answer):
                return answer
            raise _refusal(cls, value, answer, error)
        finally:
            # No cycle through the traceback.
            error = None

    def __init__(self, *args, **kwds):
        pass

    def _add_alias_(self, name):
        self.__class__._add_member_(name, self)

    def _add_value_alias_(self, value):
        cls = self.__class__
        known = _bearer(cls, value)
        if known is None:
            _note_value(cls, self._name_, value, self)
        elif known is not self:
            raise ValueError('%r is already bound: %r' % (value, known))

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start
        problem = 'unable to sort non-numeric values'
        try:
            last = max(last_values)
            problem = 'unable to increment %r' % (last,)
            return last + 1
        except TypeError:
            raise TypeError(problem) from None

    @classmethod
    def _missing_(cls, value):
        return None

    def __repr__(self):
        shown = self.__class__._value_repr_ or repr
        return '<%s.%s: %s>' % (self.__class__.__name__, self._name_, shown(self._value_))

    def __str__(self):
        return '%s.%s' % (self.__class__.__name__, self._name_)

    def __dir__(self):
        cls, members = self.__class__, self._member_map_
        names = {'__class__', '__doc__', '__eq__', '__hash__', '__module__'}
        if cls._member_type_ is not object:
            names.update(object.__dir__(self))
        names.update(name for name in getattr(self, '__dict__', ())
                     if name not in members and name[0] != '_')
        for name, found in (entry for parent in cls.mro() for entry in parent.__dict__.items()):
            is_property = isinstance(found, _property)
            if name[0] == '_':
                continue
            if name not in members or is_property and found.fget is not None:
                names.add(name)
            elif is_property:
                names.discard(name)
        return sorted(names)

    def __format__(self, format_spec):
        return str.__format__(str(self), format_spec)

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return self.__class__, (self._value_,)

    def __deepcopy__(self, memo):
        return self

    def __copy__(self):
        return self

    @property
    def name(self):
        """What the member is called."""
        return self._name_

    @property
    def value(self):
        """What the member stands for."""
        return self._value_


class ReprEnum(Enum):
    """An Enum with the str() and format() of the values' type."""


class IntEnum(int, ReprEnum):
    """An Enum whose members are integers."""


class StrEnum(str, ReprEnum):
    """An Enum whose members are strings."""

    def __new__(cls, *values):
        "Check the arguments of a str() call, all of them text, before the member is made."
        if len(values) > 3:
            raise TypeError('too many arguments for str(): %r' % (values,))
        wanted = ('%r is not a string', 'encoding must be a string, not %r',
                  'errors must be a string, not %r')
        # What is to be decoded is no text yet.
        start = 0 if len(values) == 1 else 1
        for value, complaint in list(zip(values, wanted))[start:]:
            if not isinstance(value, str):
                raise TypeError(complaint % (value,))
        text = str(*values)
        made = str.__new__(cls, text)
        made._value_ = text
        return made

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """auto() gives the name in lower case."""
        return name.lower()


def pickle_by_global_name(self, proto):
    return self.name


def pickle_by_enum_name(self, proto):
    return getattr, (self.__class__, self._name_)


class FlagBoundary(StrEnum):
    """What a Flag does with bits that no member has: STRICT refuses, CONFORM drops them, EJECT
    gives an int, KEEP keeps them."""

    STRICT = auto()
    CONFORM = auto()
    EJECT = auto()
    KEEP = auto()


STRICT, CONFORM, EJECT, KEEP = FlagBoundary


def _fitted(cls, value):
    """What the class makes of a value with bits that no member has, unless it lets it go."""
    mask, boundary = cls._flag_mask_, cls._boundary_
    if boundary is STRICT:
        width = max(value.bit_length(), mask.bit_length())
        raise ValueError('%r invalid value %r\n    given %s\n  allowed %s' % (
            cls, value, _bin(value, width), _bin(mask, width)))
    if boundary is CONFORM:
        return value & mask
    if boundary is not KEEP:
        raise ValueError('%r unknown flag boundary %r' % (cls, boundary))
    return value if value >= 0 else value + max(cls._all_bits_ + 1, 1 << value.bit_length())


def _combination(cls, value):
    """A new object for a value that is made of several flags, or of none."""
    parts = [each for each in cls._iter_member_(value) if each is not None]
    keeps_all = cls._boundary_ is KEEP
    unknown = value & ~cls._flag_mask_
    if unknown and not keeps_all:
        raise ValueError('%s(%r) -->  unknown values %r [%s]' % (
            cls.__name__, value, unknown, bin(unknown)))
    data = cls._member_type_
    made = object.__new__(cls) if data is object else data.__new__(cls, value)
    if not hasattr(made, '_value_'):
        made._value_ = value
    names, rest = [], value
    for part in parts:
        names.append(part._name_)
        rest &= ~part._value_
    if names and rest and keeps_all:
        names.append('%s' % cls._numeric_repr_(rest))
    made._name_ = '|'.join(names) if names else None
    made.__objclass__ = cls
    return made


class Flag(Enum, boundary=STRICT):
    """
    Support for flags
    """

    _numeric_repr_ = repr

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if last_values:
            highest = max(last_values)
            try:
                return 1 << highest.bit_length()
            except Exception:
                raise TypeError('invalid flag value %r' % highest) from None
        return 1 if start is None else start

    @classmethod
    def _iter_member_by_value_(cls, value):
        for bit in _bits_of(value & cls._flag_mask_):
            yield cls._value2member_map_.get(bit)

    _iter_member_ = _iter_member_by_value_

    @classmethod
    def _iter_member_by_def_(cls, value):
        yield from sorted(cls._iter_member_by_value_(value), key=lambda m: m._sort_order_)

    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int):
            raise ValueError('%r is not a valid %s' % (value, cls.__qualname__))
        all_bits, mask = cls._all_bits_, cls._flag_mask_
        if value & (all_bits ^ mask) or not -all_bits - 1 <= value <= all_bits:
            if cls._boundary_ is EJECT:
                return value
            value = _fitted(cls, value)
        asked = value
        if value < 0:
            value = value + all_bits + 1 if cls._boundary_ is KEEP else value & mask
        # One object for one value.
        made = cls._value2member_map_.setdefault(value, _combination(cls, value))
        if asked < 0:
            cls._value2member_map_[asked] = made
        return made

    def __contains__(self, other):
        """Whether all flags of other are set in self."""
        if not isinstance(other, self.__class__):
            raise TypeError("unsupported operand type(s) for 'in': %r and %r" % (
                type(other).__qualname__, self.__class__.__qualname__))
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        """The members of which the value is made, as defined."""
        yield from self._iter_member_(self._value_)

    def __len__(self):
        return self._value_.bit_count()

    def __repr__(self):
        name = self.__class__.__name__
        shown = self.__class__._value_repr_ or repr
        if self._name_ is None:
            return '<%s: %s>' % (name, shown(self._value_))
        return '<%s.%s: %s>' % (name, self._name_, shown(self._value_))

    def __str__(self):
        name = self.__class__.__name__
        if self._name_ is None:
            return '%s(%r)' % (name, self._value_)
        return '%s.%s' % (name, self._name_)

    def __bool__(self):
        return bool(self._value_)

    def _get_value(self, flag):
        if isinstance(flag, self.__class__):
            return flag._value_
        if self._member_type_ is not object and isinstance(flag, self._member_type_):
            return flag
        return NotImplemented

    def __or__(self, other):
        other = self._get_value(other)
        if other is NotImplemented:
            return NotImplemented
        return self.__class__(self._value_ | other)

    def __and__(self, other):
        other = self._get_value(other)
        if other is NotImplemented:
            return NotImplemented
        return self.__class__(self._value_ & other)

    def __xor__(self, other):
        other = self._get_value(other)
        if other is NotImplemented:
            return NotImplemented
        return self.__class__(self._value_ ^ other)

    def __invert__(self):
        if self._boundary_ in (EJECT, KEEP):
            return self.__class__(~self._value_)
        return self.__class__(self._singles_mask_ & ~self._value_)

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__


class IntFlag(int, ReprEnum, Flag, boundary=KEEP):
    """Flags that are integers and mix with them."""


# ---- decorators --------------------------------------------------------------

def unique(enumeration):
    """A class decorator: no two names may have the same value."""
    duplicates = [(name, member.name) for name, member in enumeration.__members__.items()
                  if name != member.name]
    if duplicates:
        shown = ', '.join('%s -> %s' % pair for pair in duplicates)
        raise ValueError('duplicate values found in %r: %s' % (enumeration, shown))
    return enumeration


def _simple_enum(etype=Enum, *, boundary=None, use_args=None):
    """A class decorator: makes an enumeration of type etype of a plain class."""
    def convert(plain):
        kind = type(etype)
        keywords = {} if boundary is None else {'boundary': boundary}
        namespace = kind.__prepare__(plain.__name__, (etype,), **keywords)
        for name, value in plain.__dict__.items():
            if name not in ('__dict__', '__weakref__'):
                namespace[name] = value
        namespace['__qualname__'] = plain.__qualname__
        return kind(plain.__name__, (etype,), namespace, **keywords)
    return convert


def _iter_bits_lsb(num):
    """The bits of a number as numbers, the lowest first."""
    left = num.value if isinstance(num, Enum) else num
    if left < 0:
        raise ValueError('%r is not a positive integer' % left)
    while left:
        lowest = left & -left
        yield lowest
        left -= lowest


def _shape(enumeration):
    """What can be compared of an enumeration: its attributes by kind, its members with theirs."""
    own = {name: type(value).__name__ for name, value in enumeration.__dict__.items()
           if name not in enumeration.__members__ and name not in ('__doc__', '__module__')}
    for name, member in enumeration.__members__.items():
        own['member ' + name] = {key: value for key, value in member.__dict__.items()
                                 if key != '__objclass__'}
    return own


def _test_simple_enum(checked_enum, simple_enum):
    """TypeError unless a simple enumeration is the same as one that was made the usual way."""
    wanted, found = _shape(checked_enum), _shape(simple_enum)
    differences = [f'{name}: {wanted.get(name)!r}, {found.get(name)!r}'
                   for name in {**wanted, **found} if wanted.get(name) != found.get(name)]
    if differences:
        raise TypeError('enum mismatch:\n   ' + '\n   '.join(differences))


class EnumCheck(StrEnum):
    """What verify() can ask of an enumeration."""

    CONTINUOUS = "no skipped integer values"
    NAMED_FLAGS = "multi-flag aliases may not contain unnamed flags"
    UNIQUE = "one name per value"


CONTINUOUS, NAMED_FLAGS, UNIQUE = EnumCheck


class verify:
    """A class decorator: the enumeration has to pass the given checks."""

    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        for check in self.checks:
            if check is UNIQUE:
                self._check_unique(enumeration)
            elif check is CONTINUOUS:
                self._check_continuous(enumeration)
            elif check is NAMED_FLAGS:
                self._check_named(enumeration)
        return enumeration

    def _check_unique(self, enumeration):
        duplicates = ['%s -> %s' % (name, member.name)
                      for name, member in enumeration.__members__.items() if name != member.name]
        if duplicates:
            raise ValueError('aliases found in %r: %s' % (enumeration, ', '.join(duplicates)))

    def _check_continuous(self, enumeration):
        values = {member.value for member in enumeration}
        if len(values) < 2:
            return
        low, high = min(values), max(values)
        if issubclass(enumeration, Flag):
            wanted = (1 << at for at in range(low.bit_length() - 1, high.bit_length()))
        else:
            wanted = range(low, high + 1)
        missing = [value for value in wanted if value not in values]
        if missing:
            kind = 'flag' if issubclass(enumeration, Flag) else 'enum'
            text = 'invalid %s %r: missing values %s' % (
                kind, enumeration.__name__, ', '.join(str(value) for value in missing))
            raise ValueError(text[:256])

    def _check_named(self, enumeration):
        known = {member.value for member in enumeration}
        names = []
        missing = 0
        for name, alias in enumeration._member_map_.items():
            if name in enumeration._member_names_ or alias.value < 0:
                continue
            unnamed = [bit for bit in _bits_of(alias.value) if bit not in known]
            if unnamed:
                names.append(name)
                for bit in unnamed:
                    missing |= bit
        if names:
            if len(names) == 1:
                text = 'alias %s is missing' % names[0]
            else:
                text = 'aliases %s and %s are missing' % (', '.join(names[:-1]), names[-1])
            if _is_single_bit(missing):
                value = 'value 0x%x' % missing
            else:
                value = 'combined values of 0x%x' % missing
            raise ValueError('invalid Flag %r: %s %s [use enum.show_flag_values(value) for '
                             'details]' % (enumeration.__name__, text, value))


def global_enum_repr(self):
    """The member as MODULE.NAME."""
    module = self.__class__.__module__.split('.')[-1]
    return '%s.%s' % (module, self._name_)


def global_flag_repr(self):
    """The flags as MODULE.NAME, joined by "|"."""
    module = self.__class__.__module__.rpartition('.')[2]
    if self._name_ is None:
        return '%s.%s(%r)' % (module, self.__class__.__name__, self._value_)
    # Bits without a name are a number.
    return '|'.join(name if name[0].isdigit() else '%s.%s' % (module, name)
                    for name in self._name_.split('|'))


def global_str(self):
    """str() of a member whose name is global: without the class."""
    if self._name_ is None:
        return '%s(%r)' % (self.__class__.__name__, self._value_)
    return self._name_


def global_enum(cls, update_str=False):
    """A class decorator: the members become globals of their module and show themselves as
    MODULE.NAME."""
    cls.__repr__ = global_flag_repr if issubclass(cls, Flag) else global_enum_repr
    if not issubclass(cls, ReprEnum) or update_str:
        cls.__str__ = global_str
    sys.modules[cls.__module__].__dict__.update(cls.__members__)
    return cls
