# Integers that know their names: members of a class that can be asked for by name and by value.


class _Members(type):
    """A class whose instances are a fixed set."""

    def __iter__(cls):
        return iter(cls._by_name.values())

    def __reversed__(cls):
        return reversed(list(cls._by_name.values()))

    def __len__(cls):
        return len(cls._by_name)

    def __getitem__(cls, name):
        return cls._by_name[name]

    def __contains__(cls, value):
        try:
            return value in cls._by_value
        except TypeError:
            return False

    def __bool__(cls):
        return True

    def __repr__(cls):
        return f'<{cls._kind} {cls.__name__!r}>'

    @property
    def __members__(cls):
        return dict(cls._by_name)

    def __call__(cls, value):
        try:
            return cls._by_value[value]
        except KeyError:
            pass
        return cls._missing(value)


class IntNames(int, metaclass=_Members):
    """One name for one integer."""

    _kind = 'enum'
    _by_name = {}
    _by_value = {}

    @classmethod
    def _missing(cls, value):
        raise ValueError(f'{value!r} is not a valid {cls.__qualname__}')

    @property
    def name(self):
        return self._name

    @property
    def value(self):
        return int(self)

    def __repr__(self):
        return f'<{type(self).__name__}.{self._name}: {int(self)}>'

    def __str__(self):
        return int.__repr__(self)

    def __format__(self, spec):
        return int.__format__(int(self), spec)

    def __reduce_ex__(self, protocol):
        return type(self), (int(self),)

    def __hash__(self):
        return int.__hash__(self)


class FlagNames(IntNames):
    """Names for the bits of an integer."""

    _kind = 'flag'

    @classmethod
    def _missing(cls, value):
        if not isinstance(value, int):
            raise ValueError(f'{value!r} is not a valid {cls.__qualname__}')
        value = int(value)
        names, rest = [], value
        for bits, member in cls._by_value.items():
            if bits and value & bits == bits:
                names.append(member.name)
                rest &= ~bits
        made = int.__new__(cls, value)
        made._name = '|'.join(names + [str(rest)] if rest and names else names) or None
        return made

    def __repr__(self):
        name = type(self).__name__
        if self._name is None:
            return f'<{name}: {int(self)}>'
        return f'<{name}.{self._name}: {int(self)}>'

    def __or__(self, other):
        if not isinstance(other, int):
            return NotImplemented
        return type(self)(int(self) | int(other))

    __ror__ = __or__

    def __and__(self, other):
        if not isinstance(other, int):
            return NotImplemented
        return type(self)(int(self) & int(other))

    __rand__ = __and__

    def __xor__(self, other):
        if not isinstance(other, int):
            return NotImplemented
        return type(self)(int(self) ^ int(other))

    __rxor__ = __xor__


def make(kind, name, module, pairs):
    """A class of names; of several names for one integer the first is the member's."""
    cls = _Members(name, (kind,), {'__module__': module, '_by_name': {}, '_by_value': {}})
    for key, value in pairs:
        member = cls._by_value.get(value)
        if member is None:
            member = int.__new__(cls, value)
            member._name = key
            cls._by_value[int(value)] = member
            cls._by_name[key] = member
        type.__setattr__(cls, key, member)
    return cls


def convert(cls, value):
    """The member for an integer, or the integer itself."""
    return cls._by_value.get(value, value)
