# Named tuples, Counter, ChainMap and the wrappers around dict, list and str. The other containers are
# native.

from _collections import (OrderedDict, _count_elements, _deque_iterator, _make_new, _tuplegetter,
                          defaultdict, deque)
from _operator import add as _add, sub as _subtract
from collections import abc as _abc

__all__ = ['ChainMap', 'Counter', 'OrderedDict', 'UserDict', 'UserList', 'UserString',
           'defaultdict', 'deque', 'namedtuple']

_abc.MutableSequence.register(deque)

_KEYWORDS = frozenset((
    'False None True and as assert async await break class continue def del elif else except '
    'finally for from global if import in is lambda nonlocal not or pass raise return try while '
    'with yield').split())


# ---- named tuples ------------------------------------------------------------

def _usable_names(names):
    """The names, with _1 and the like in place of those that cannot be the names of fields."""
    seen, usable = set(), []
    for at, name in enumerate(names):
        fits = (name.isidentifier() and not name.startswith('_') and name not in seen
                and name not in _KEYWORDS)
        usable.append(name if fits else f'_{at}')
        seen.add(name)
    return usable


def _check_names(typename, names, may_be_private):
    for name in (typename, *names):
        if not name.isidentifier():
            raise ValueError(f'Type names and field names must be valid identifiers: {name!r}')
        if name in _KEYWORDS:
            raise ValueError(f'Type names and field names cannot be a keyword: {name!r}')
    first_places = {}
    for at, name in enumerate(names):
        if not may_be_private and name.startswith('_'):
            raise ValueError(f'Field names cannot start with an underscore: {name!r}')
        if first_places.setdefault(name, at) != at:
            raise ValueError(f'Encountered duplicate field name: {name!r}')


def _record_methods(typename, fields):
    """The methods that are the same for all named tuples but for the fields."""
    make_tuple = tuple.__new__

    def _make(cls, iterable):
        made = make_tuple(cls, iterable)
        if len(made) == len(fields):
            return made
        raise TypeError(f'Expected {len(fields)} arguments, got {len(made)}')

    def _replace(self, /, **kwds):
        values = [kwds.pop(name, value) for name, value in zip(fields, self)]
        if kwds:
            raise TypeError(f'Got unexpected field names: {list(kwds)!r}')
        return self._make(values)

    def __repr__(self):
        """The class name and the fields as name=value."""
        shown = [f'{name}={value!r}' for name, value in zip(fields, self)]
        return f'{self.__class__.__name__}({", ".join(shown)})'

    def _asdict(self):
        """The fields as a dict, name to value."""
        return dict(zip(self._fields, self))

    def __getnewargs__(self):
        """A plain tuple of the fields, for copy and pickle."""
        return tuple(self)

    _make.__doc__ = f'Makes a {typename} of the items of iterable.'
    _replace.__doc__ = f'A copy of the {typename} with the named fields changed.'
    for method in (_make, _replace, __repr__, _asdict, __getnewargs__):
        method.__qualname__ = f'{typename}.{method.__name__}'
    return {'_make': classmethod(_make), '__replace__': _replace, '_replace': _replace,
            '__repr__': __repr__, '_asdict': _asdict, '__getnewargs__': __getnewargs__}


def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    """Makes a subclass of tuple whose items have names too."""
    if isinstance(field_names, str):
        field_names = field_names.replace(',', ' ').split()
    names, typename = [str(name) for name in field_names], str(typename)
    if rename:
        names = _usable_names(names)
    _check_names(typename, names, rename)
    given = None if defaults is None else tuple(defaults)
    if given and len(given) > len(names):
        raise TypeError('Got more default values than field names')
    fields = tuple(names)
    body = {
        '__doc__': f'{typename}({", ".join(fields)})',
        '__slots__': (),
        '_fields': fields,
        '_field_defaults': dict(zip(fields[len(fields) - len(given):], given)) if given else {},
        '__new__': _make_new(typename, fields, given),
        **_record_methods(typename, fields),
        '__match_args__': fields,
    }
    body.update((name, _tuplegetter(at, f'Alias for field number {at}'))
                for at, name in enumerate(fields))
    made = type(typename, (tuple,), body)
    if module is None:
        from sys import _getframe
        module = _getframe(1).f_globals.get('__name__', '__main__')
    made.__module__ = module
    return made


# ---- Counter -----------------------------------------------------------------

class Counter(dict):
    """A dict from each element to its count: a multiset."""

    def __init__(self, iterable=None, /, **kwds):
        """Counts the elements of iterable, or takes over the counts of a mapping; keywords are
        counts too."""
        super().__init__()
        self.update(iterable, **kwds)

    def __missing__(self, key):
        """What has not been counted has the count zero."""
        return 0

    def total(self):
        'Sum of the counts'
        return sum(self.values())

    def most_common(self, n=None):
        """The n commonest elements with their counts, commonest first; all of them without n."""
        by_count = sorted(self.items(), key=lambda item: item[1], reverse=True)
        if n is None:
            return by_count
        if n == 1:
            return by_count[:1]
        return by_count[:max(n, 0)]

    def elements(self):
        """Each element as often as its count says."""
        return _repeated(self)

    @classmethod
    def fromkeys(cls, iterable, v=None):
        raise NotImplementedError(
            'Counter.fromkeys() is undefined.  Use Counter(iterable) instead.')

    def _add_counts(self, counts):
        if self:
            for element, count in counts.items():
                self[element] = count + self.get(element, 0)
        else:
            # Nothing to add to: an ordinary update will do.
            super().update(counts)

    def update(self, iterable=None, /, **kwds):
        """Adds counts to the ones there are, where dict.update() would replace them."""
        if isinstance(iterable, _abc.Mapping):
            self._add_counts(iterable)
        elif iterable is not None:
            _count_elements(self, iterable)
        if kwds:
            self.update(kwds)

    def subtract(self, iterable=None, /, **kwds):
        """Takes counts off the ones there are; they may fall to zero and below."""
        if isinstance(iterable, _abc.Mapping):
            counts = iterable.items()
        else:
            counts = ((element, 1) for element in (() if iterable is None else iterable))
        for element, count in counts:
            self[element] = self.get(element, 0) - count
        if kwds:
            self.subtract(kwds)

    def copy(self):
        'Return a shallow copy.'
        return self.__class__(self)

    def __reduce__(self):
        return (self.__class__, (dict(self),))

    def __delitem__(self, elem):
        """Drops the count of elem, if there is one."""
        if elem in self:
            super().__delitem__(elem)

    def _in_order(self):
        try:
            return dict(self.most_common())
        except TypeError:
            # Counts that have no order.
            return dict(self)

    def __repr__(self):
        shown = repr(self._in_order()) if self else ''
        return f'{self.__class__.__name__}({shown})'

    def __eq__(self, other):
        """Whether all counts are the same; a missing one is zero."""
        if not isinstance(other, Counter):
            return NotImplemented
        return all(self[each] == other[each] for part in (self, other) for each in part)

    def __ne__(self, other):
        """Whether some count differs; a missing one is zero."""
        if not isinstance(other, Counter):
            return NotImplemented
        return not self == other

    def __le__(self, other):
        """Whether no count is greater than its counterpart in other."""
        if not isinstance(other, Counter):
            return NotImplemented
        return all(self[each] <= other[each] for part in (self, other) for each in part)

    def __lt__(self, other):
        """Whether self <= other and some count differs."""
        if not isinstance(other, Counter):
            return NotImplemented
        return self <= other and self != other

    def __ge__(self, other):
        """Whether no count is less than its counterpart in other."""
        if not isinstance(other, Counter):
            return NotImplemented
        return all(self[each] >= other[each] for part in (self, other) for each in part)

    def __gt__(self, other):
        """Whether self >= other and some count differs."""
        if not isinstance(other, Counter):
            return NotImplemented
        return self >= other and self != other

    def _merged(self, other, rule):
        """What the rule makes of the two counts of each element, where positive."""
        if not isinstance(other, Counter):
            return NotImplemented
        counts = [(element, count, other[element]) for element, count in self.items()]
        counts += [(element, 0, count) for element, count in other.items() if element not in self]
        merged = Counter()
        for element, mine, theirs in counts:
            if (count := rule(mine, theirs)) > 0:
                merged[element] = count
        return merged

    def __add__(self, other):
        """The sums of the counts, where positive."""
        return self._merged(other, _add)

    def __sub__(self, other):
        """The differences of the counts, where positive."""
        return self._merged(other, _subtract)

    def __or__(self, other):
        """The greater of the two counts for each element."""
        return self._merged(other, max)

    def __and__(self, other):
        """The lesser of the two counts for each element."""
        return self._merged(other, min)

    def __pos__(self):
        """The positive counts alone."""
        result = Counter()
        for element, count in self.items():
            if count > 0:
                result[element] = count
        return result

    def __neg__(self):
        """The negative counts alone, with their sign turned."""
        result = Counter()
        for element, count in self.items():
            if count < 0:
                result[element] = 0 - count
        return result

    def _keep_positive(self):
        """Drops counts that are not positive."""
        for element in [element for element, count in self.items() if not count > 0]:
            del self[element]
        return self

    def __iadd__(self, other):
        """Adds the counts of other; drops what is not positive then."""
        for element, count in other.items():
            self[element] += count
        return self._keep_positive()

    def __isub__(self, other):
        """Takes off the counts of other; drops what is not positive then."""
        for element, count in other.items():
            self[element] -= count
        return self._keep_positive()

    def __ior__(self, other):
        """Raises each count to that in other; drops what is not positive."""
        for element, count in other.items():
            if count > self[element]:
                self[element] = count
        return self._keep_positive()

    def __iand__(self, other):
        """Lowers each count to that in other; drops what is not positive."""
        for element, count in self.items():
            if other[element] < count:
                self[element] = other[element]
        return self._keep_positive()


def _repeated(counts):
    try:
        from itertools import chain, repeat, starmap
    except ImportError:
        return (element for element, count in counts.items() for _ in range(count))
    return chain.from_iterable(starmap(repeat, counts.items()))


# ---- ChainMap ----------------------------------------------------------------

class ChainMap(_abc.MutableMapping):
    """Several mappings seen as one: the first that has the key answers, the first alone is written
    to."""

    def __init__(self, *maps):
        """Links maps, or one new dict if there are none."""
        self.maps = list(maps) or [{}]

    def __missing__(self, key):
        raise KeyError(key)

    def __getitem__(self, key):
        for mapping in self.maps:
            try:
                # Not `key in mapping`: a defaultdict would have it only afterwards.
                return mapping[key]
            except KeyError:
                pass
        return self.__missing__(key)

    def get(self, key, default=None):
        return self[key] if key in self else default

    def __len__(self):
        return len(set().union(*self.maps))

    def __iter__(self):
        order = {}
        for mapping in reversed(self.maps):
            order |= dict.fromkeys(mapping)
        return iter(order)

    def __contains__(self, key):
        return any(key in mapping for mapping in self.maps)

    def __bool__(self):
        return any(self.maps)

    def __repr__(self):
        from reprlib import recursive_repr
        return recursive_repr()(ChainMap._shown)(self)

    def _shown(self):
        return f'{self.__class__.__name__}({", ".join(map(repr, self.maps))})'

    @classmethod
    def fromkeys(cls, iterable, value=None, /):
        """A chain of one dict: the keys of iterable, all with value."""
        return cls(dict.fromkeys(iterable, value))

    def copy(self):
        """A chain with a copy of the first mapping; the others are shared."""
        return self.__class__(self.maps[0].copy(), *self.maps[1:])

    __copy__ = copy

    def new_child(self, m=None, **kwargs):
        """A chain with m (or a new dict) in front of the present mappings; keywords are set in it."""
        if m is None:
            m = kwargs
        elif kwargs:
            m.update(kwargs)
        return self.__class__(m, *self.maps)

    @property
    def parents(self):
        'A ChainMap without the first mapping.'
        return self.__class__(*self.maps[1:])

    def __setitem__(self, key, value):
        self.maps[0][key] = value

    def __delitem__(self, key):
        try:
            del self.maps[0][key]
        except KeyError:
            raise KeyError(f'Key not found in the first mapping: {key!r}')

    def popitem(self):
        """Takes a pair out of the first mapping; KeyError if that is empty."""
        try:
            return self.maps[0].popitem()
        except KeyError:
            raise KeyError('No keys found in the first mapping.')

    def pop(self, key, *args):
        """Takes key out of the first mapping and gives its value; KeyError if it is not there."""
        try:
            return self.maps[0].pop(key, *args)
        except KeyError:
            raise KeyError(f'Key not found in the first mapping: {key!r}')

    def clear(self):
        'Empty the first mapping; the others stay.'
        self.maps[0].clear()

    def __ior__(self, other):
        self.maps[0].update(other)
        return self

    def __or__(self, other):
        if not isinstance(other, _abc.Mapping):
            return NotImplemented
        result = self.copy()
        result.maps[0].update(other)
        return result

    def __ror__(self, other):
        if not isinstance(other, _abc.Mapping):
            return NotImplemented
        result = dict(other)
        for mapping in reversed(self.maps):
            result.update(mapping)
        return self.__class__(result)


# ---- wrappers to derive from -------------------------------------------------

class UserDict(_abc.MutableMapping):

    def __init__(self, dict=None, /, **kwargs):
        self.data = {}
        if dict is not None:
            self.update(dict)
        if kwargs:
            self.update(kwargs)

    def __len__(self):
        return len(self.data)

    def __getitem__(self, key):
        if key in self.data:
            return self.data[key]
        missing = getattr(self.__class__, '__missing__', None)
        if missing is not None:
            return missing(self, key)
        raise KeyError(key)

    def __setitem__(self, key, item):
        self.data[key] = item

    def __delitem__(self, key):
        del self.data[key]

    def __iter__(self):
        return iter(self.data)

    def __contains__(self, key):
        return key in self.data

    def get(self, key, default=None):
        return self[key] if key in self else default

    def __repr__(self):
        return repr(self.data)

    def __or__(self, other):
        if isinstance(other, UserDict):
            return self.__class__(self.data | other.data)
        if isinstance(other, dict):
            return self.__class__(self.data | other)
        return NotImplemented

    def __ror__(self, other):
        if isinstance(other, UserDict):
            return self.__class__(other.data | self.data)
        if isinstance(other, dict):
            return self.__class__(other | self.data)
        return NotImplemented

    def __ior__(self, other):
        self.data |= other.data if isinstance(other, UserDict) else other
        return self

    def __copy__(self):
        made = self.__class__.__new__(self.__class__)
        made.__dict__.update(self.__dict__)
        made.__dict__['data'] = self.__dict__['data'].copy()
        return made

    def copy(self):
        if self.__class__ is UserDict:
            return UserDict(self.data.copy())
        from copy import copy
        # A subclass may not like to be made of what it contains.
        data, self.data = self.data, {}
        try:
            made = copy(self)
        finally:
            self.data = data
        made.update(self)
        return made

    @classmethod
    def fromkeys(cls, iterable, value=None):
        made = cls()
        for key in iterable:
            made[key] = value
        return made


class UserList(_abc.MutableSequence):
    """A list behind a Python class, made to be subclassed."""

    def __init__(self, initlist=None):
        source = initlist.data if isinstance(initlist, UserList) else initlist
        self.data = [] if source is None else list(source)

    def __repr__(self):
        return repr(self.data)

    def __lt__(self, other):
        return self.data < self.__cast(other)

    def __le__(self, other):
        return self.data <= self.__cast(other)

    def __eq__(self, other):
        return self.data == self.__cast(other)

    def __gt__(self, other):
        return self.data > self.__cast(other)

    def __ge__(self, other):
        return self.data >= self.__cast(other)

    def __cast(self, other):
        return other.data if isinstance(other, UserList) else other

    def __contains__(self, item):
        return item in self.data

    def __len__(self):
        return len(self.data)

    def __getitem__(self, i):
        if isinstance(i, slice):
            return self.__class__(self.data[i])
        return self.data[i]

    def __setitem__(self, i, item):
        self.data[i] = item

    def __delitem__(self, i):
        del self.data[i]

    def __as_list(self, other):
        if isinstance(other, UserList):
            return other.data
        return other if isinstance(other, type(self.data)) else list(other)

    def __add__(self, other):
        return self.__class__(self.data + self.__as_list(other))

    def __radd__(self, other):
        return self.__class__(self.__as_list(other) + self.data)

    def __iadd__(self, other):
        self.data += self.__as_list(other)
        return self

    def __mul__(self, n):
        return self.__class__(self.data * n)

    __rmul__ = __mul__

    def __imul__(self, n):
        self.data *= n
        return self

    def __copy__(self):
        made = self.__class__.__new__(self.__class__)
        made.__dict__.update(self.__dict__)
        made.__dict__['data'] = self.__dict__['data'][:]
        return made

    def append(self, item):
        self.data.append(item)

    def insert(self, i, item):
        self.data.insert(i, item)

    def pop(self, i=-1):
        return self.data.pop(i)

    def remove(self, item):
        self.data.remove(item)

    def clear(self):
        self.data.clear()

    def copy(self):
        return self.__class__(self)

    def count(self, item):
        return self.data.count(item)

    def index(self, item, *args):
        return self.data.index(item, *args)

    def reverse(self):
        self.data.reverse()

    def sort(self, /, *args, **kwds):
        self.data.sort(*args, **kwds)

    def extend(self, other):
        self.data.extend(other.data if isinstance(other, UserList) else other)


def _text(value):
    return value.data if isinstance(value, UserString) else value


class UserString(_abc.Sequence):

    def __init__(self, seq):
        if isinstance(seq, str):
            self.data = seq
        elif isinstance(seq, UserString):
            self.data = seq.data[:]
        else:
            self.data = str(seq)

    def __str__(self):
        return str(self.data)

    def __repr__(self):
        return repr(self.data)

    def __int__(self):
        return int(self.data)

    def __float__(self):
        return float(self.data)

    def __complex__(self):
        return complex(self.data)

    def __hash__(self):
        return hash(self.data)

    def __getnewargs__(self):
        return (self.data[:],)

    def __eq__(self, string):
        return self.data == _text(string)

    def __lt__(self, string):
        return self.data < _text(string)

    def __le__(self, string):
        return self.data <= _text(string)

    def __gt__(self, string):
        return self.data > _text(string)

    def __ge__(self, string):
        return self.data >= _text(string)

    def __contains__(self, char):
        return _text(char) in self.data

    def __len__(self):
        return len(self.data)

    def __getitem__(self, index):
        return self.__class__(self.data[index])

    def __add__(self, other):
        if isinstance(other, UserString):
            return self.__class__(self.data + other.data)
        return self.__class__(self.data + (other if isinstance(other, str) else str(other)))

    def __radd__(self, other):
        return self.__class__((other if isinstance(other, str) else str(other)) + self.data)

    def __mul__(self, n):
        return self.__class__(self.data * n)

    __rmul__ = __mul__

    def __mod__(self, args):
        return self.__class__(self.data % args)

    def __rmod__(self, template):
        return self.__class__(str(template) % self)

    def capitalize(self):
        return self.__class__(self.data.capitalize())

    def casefold(self):
        return self.__class__(self.data.casefold())

    def center(self, width, *args):
        return self.__class__(self.data.center(width, *args))

    def removeprefix(self, prefix, /):
        return self.__class__(self.data.removeprefix(_text(prefix)))

    def removesuffix(self, suffix, /):
        return self.__class__(self.data.removesuffix(_text(suffix)))

    def count(self, sub, start=0, end=9223372036854775807):
        return self.data.count(_text(sub), start, end)

    def encode(self, encoding='utf-8', errors='strict'):
        return self.data.encode('utf-8' if encoding is None else encoding,
                                'strict' if errors is None else errors)

    def endswith(self, suffix, start=0, end=9223372036854775807):
        return self.data.endswith(suffix, start, end)

    def expandtabs(self, tabsize=8):
        return self.__class__(self.data.expandtabs(tabsize))

    def find(self, sub, start=0, end=9223372036854775807):
        return self.data.find(_text(sub), start, end)

    def format(self, /, *args, **kwds):
        return self.data.format(*args, **kwds)

    def format_map(self, mapping):
        return self.data.format_map(mapping)

    def index(self, sub, start=0, end=9223372036854775807):
        return self.data.index(_text(sub), start, end)

    def isalpha(self):
        return self.data.isalpha()

    def isalnum(self):
        return self.data.isalnum()

    def isascii(self):
        return self.data.isascii()

    def isdecimal(self):
        return self.data.isdecimal()

    def isdigit(self):
        return self.data.isdigit()

    def isidentifier(self):
        return self.data.isidentifier()

    def islower(self):
        return self.data.islower()

    def isnumeric(self):
        return self.data.isnumeric()

    def isprintable(self):
        return self.data.isprintable()

    def isspace(self):
        return self.data.isspace()

    def istitle(self):
        return self.data.istitle()

    def isupper(self):
        return self.data.isupper()

    def join(self, seq):
        return self.data.join(seq)

    def ljust(self, width, *args):
        return self.__class__(self.data.ljust(width, *args))

    def lower(self):
        return self.__class__(self.data.lower())

    def lstrip(self, chars=None):
        return self.__class__(self.data.lstrip(chars))

    maketrans = str.maketrans

    def partition(self, sep):
        return self.data.partition(sep)

    def replace(self, old, new, maxsplit=-1):
        return self.__class__(self.data.replace(_text(old), _text(new), maxsplit))

    def rfind(self, sub, start=0, end=9223372036854775807):
        return self.data.rfind(_text(sub), start, end)

    def rindex(self, sub, start=0, end=9223372036854775807):
        return self.data.rindex(_text(sub), start, end)

    def rjust(self, width, *args):
        return self.__class__(self.data.rjust(width, *args))

    def rpartition(self, sep):
        return self.data.rpartition(sep)

    def rstrip(self, chars=None):
        return self.__class__(self.data.rstrip(chars))

    def split(self, sep=None, maxsplit=-1):
        return self.data.split(sep, maxsplit)

    def rsplit(self, sep=None, maxsplit=-1):
        return self.data.rsplit(sep, maxsplit)

    def splitlines(self, keepends=False):
        return self.data.splitlines(keepends)

    def startswith(self, prefix, start=0, end=9223372036854775807):
        return self.data.startswith(prefix, start, end)

    def strip(self, chars=None):
        return self.__class__(self.data.strip(chars))

    def swapcase(self):
        return self.__class__(self.data.swapcase())

    def title(self):
        return self.__class__(self.data.title())

    def translate(self, *args):
        return self.__class__(self.data.translate(*args))

    def upper(self):
        return self.__class__(self.data.upper())

    def zfill(self, width):
        return self.__class__(self.data.zfill(width))
