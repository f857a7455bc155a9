# The first half of datetime: durations and zones. Over native arithmetic of days; not yet here is
# pickling.

__all__ = ('date', 'datetime', 'time', 'timedelta', 'timezone', 'tzinfo', 'MINYEAR', 'MAXYEAR', 'UTC')

MINYEAR = 1
MAXYEAR = 9999
_SECOND = 1_000_000
_DAY = 86_400 * _SECOND
_EPOCH = _ordinal(1970, 1, 1)
_MONTHS = ('', 'Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec')
_DAYS = ('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')


def _compared(name):
    # The six comparisons of a class, over `_compare`.
    def method(self, other):
        order = self._compare(other)
        if order is NotImplemented:
            return order
        return _ORDERS[name](order)

    method.__name__ = name
    return method


_ORDERS = {
    '__lt__': lambda order: order < 0,
    '__le__': lambda order: order <= 0,
    '__gt__': lambda order: order > 0,
    '__ge__': lambda order: order >= 0,
}


def _cmp(a, b):
    return (a > b) - (a < b)


class timedelta:
    """The difference between two moments."""

    __slots__ = ('_total',)

    def __new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0,
                weeks=0):
        total = 0
        for value, unit, name in (
                (days, _DAY, 'days'), (seconds, _SECOND, 'seconds'),
                (microseconds, 1, 'microseconds'), (milliseconds, 1000, 'milliseconds'),
                (minutes, 60 * _SECOND, 'minutes'), (hours, 3600 * _SECOND, 'hours'),
                (weeks, 7 * _DAY, 'weeks')):
            if isinstance(value, int):
                total += value * unit
            elif isinstance(value, float):
                # The whole part exactly, the rest as a float.
                whole = int(value)
                total += whole * unit
                total += round((value - whole) * unit)
            else:
                raise TypeError(f'unsupported type for timedelta {name} component: '
                                f'{type(value).__name__}')
        return cls._of(total)

    @classmethod
    def _of(cls, total):
        days = total // _DAY
        if not -999999999 <= days <= 999999999:
            raise OverflowError(f'days={days}; must have magnitude <= 999999999')
        self = object.__new__(cls)
        self._total = total
        return self

    @property
    def days(self):
        """Whole days; the rest is never negative."""
        return self._total // _DAY

    @property
    def seconds(self):
        """Seconds beyond the days."""
        return self._total % _DAY // _SECOND

    @property
    def microseconds(self):
        """Microseconds beyond the seconds."""
        return self._total % _SECOND

    def total_seconds(self):
        """All of it in seconds."""
        return self._total / _SECOND

    def __repr__(self):
        parts = []
        for name in ('days', 'seconds', 'microseconds'):
            value = getattr(self, name)
            if value:
                parts.append(f'{name}={value}')
        cls = type(self)
        return f'{cls.__module__}.{cls.__qualname__}({", ".join(parts) or "0"})'

    def __str__(self):
        rest = self.seconds
        text = f'{rest // 3600}:{rest // 60 % 60:02}:{rest % 60:02}'
        days = self.days
        if days:
            text = f'{days} day{"" if abs(days) == 1 else "s"}, {text}'
        if self.microseconds:
            text += f'.{self.microseconds:06}'
        return text

    def __hash__(self):
        return hash((timedelta, self._total))

    def __bool__(self):
        return self._total != 0

    def __eq__(self, other):
        return self._total == other._total if isinstance(other, timedelta) else NotImplemented

    def _compare(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return _cmp(self._total, other._total)

    __lt__, __le__, __gt__, __ge__ = map(_compared, ('__lt__', '__le__', '__gt__', '__ge__'))

    def __add__(self, other):
        return timedelta._of(self._total + other._total) if isinstance(other, timedelta) \
            else NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        return timedelta._of(self._total - other._total) if isinstance(other, timedelta) \
            else NotImplemented

    def __neg__(self):
        return timedelta._of(-self._total)

    def __pos__(self):
        return timedelta._of(self._total)

    def __abs__(self):
        return timedelta._of(abs(self._total))

    def __mul__(self, other):
        if isinstance(other, int):
            return timedelta._of(self._total * other)
        if isinstance(other, float):
            above, below = other.as_integer_ratio()
            return timedelta._of(_divide_nearest(self._total * above, below))
        return NotImplemented

    __rmul__ = __mul__

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._total // other._total
        return timedelta._of(self._total // other) if isinstance(other, int) else NotImplemented

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._total / other._total
        if isinstance(other, int):
            return timedelta._of(_divide_nearest(self._total, other))
        if isinstance(other, float):
            above, below = other.as_integer_ratio()
            return timedelta._of(_divide_nearest(self._total * below, above))
        return NotImplemented

    def __mod__(self, other):
        return timedelta._of(self._total % other._total) if isinstance(other, timedelta) \
            else NotImplemented

    def __divmod__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        whole, rest = divmod(self._total, other._total)
        return whole, timedelta._of(rest)


def _divide_nearest(a, b):
    # a / b to the nearest int, halves to the even one.
    whole, rest = divmod(a, b)
    twice = 2 * rest
    if (twice > b if b > 0 else twice < b) or twice == b and whole % 2:
        whole += 1
    return whole


timedelta.min = timedelta(-999999999)
timedelta.max = timedelta._of(10 ** 9 * _DAY - 1)
timedelta.resolution = timedelta._of(1)


class tzinfo:
    """Base of time zones."""

    __slots__ = ()

    def tzname(self, dt):
        raise NotImplementedError('a tzinfo subclass must implement tzname()')

    def utcoffset(self, dt):
        raise NotImplementedError('a tzinfo subclass must implement utcoffset()')

    def dst(self, dt):
        raise NotImplementedError('a tzinfo subclass must implement dst()')

    def fromutc(self, dt):
        """A moment of UTC in this zone."""
        if not isinstance(dt, datetime):
            raise TypeError('fromutc() requires a datetime argument')
        if dt.tzinfo is not self:
            raise ValueError('dt.tzinfo is not self')
        offset = dt.utcoffset()
        if offset is None:
            raise ValueError('fromutc() requires a non-None utcoffset() result')
        daylight = dt.dst()
        if daylight is None:
            raise ValueError('fromutc() requires a non-None dst() result')
        standard = offset - daylight
        if standard:
            dt += standard
            daylight = dt.dst()
            if daylight is None:
                raise ValueError('fromutc(): dt.dst gave inconsistent results; cannot convert')
        return dt + daylight


class timezone(tzinfo):
    """A fixed distance from UTC."""

    __slots__ = ('_offset', '_name')

    def __new__(cls, offset, name=None):
        if not isinstance(offset, timedelta):
            raise TypeError('timezone() argument 1 must be datetime.timedelta, '
                            f'not {type(offset).__name__}')
        if name is None and not offset and cls is timezone and hasattr(timezone, 'utc'):
            return timezone.utc
        if name is not None and not isinstance(name, str):
            raise TypeError(f'timezone() argument 2 must be str, not {type(name).__name__}')
        if not -_DAY < offset._total < _DAY:
            raise ValueError('offset must be a timedelta strictly between '
                             f'-timedelta(hours=24) and timedelta(hours=24), not {offset!r}')
        self = object.__new__(cls)
        self._offset = offset
        self._name = name
        return self

    def __repr__(self):
        if self is timezone.utc:
            return 'datetime.timezone.utc'
        name = '' if self._name is None else f', {self._name!r}'
        return f'datetime.timezone({self._offset!r}{name})'

    def __str__(self):
        return self.tzname(None)

    def __eq__(self, other):
        return self._offset == other._offset if isinstance(other, timezone) else NotImplemented

    def __hash__(self):
        return hash(self._offset)

    def utcoffset(self, dt):
        return self._offset

    def dst(self, dt):
        return None

    def tzname(self, dt):
        if self._name is not None:
            return self._name
        return 'UTC' if not self._offset else f'UTC{_offset_text(self._offset)}'

    def fromutc(self, dt):
        return dt + self._offset


timezone.utc = UTC = timezone(timedelta(0), None)
timezone.min = timezone(-timedelta(hours=23, minutes=59))
timezone.max = timezone(timedelta(hours=23, minutes=59))


def _offset_text(offset, colon=':'):
    total = offset._total
    sign, total = ('-', -total) if total < 0 else ('+', total)
    seconds = total // _SECOND
    text = f'{sign}{seconds // 3600:02}{colon}{seconds // 60 % 60:02}'
    if total % (60 * _SECOND):
        text += f'{colon}{seconds % 60:02}'
        if total % _SECOND:
            text += f'.{total % _SECOND:06}'
    return text


