# The second half of datetime: days, times and both together. Follows `durations.py` in the same
# namespace.

def _check(name, value, low, high):
    if not isinstance(value, int):
        raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
    if not low <= value <= high:
        if name in ('year', 'month'):
            raise ValueError(f'{name} must be in {low}..{high}' if name == 'month'
                             else f'year {value} is out of range')
        raise ValueError(f'{name} must be in {low}..{high}')


def _days_in(year, month):
    return _ordinal(year, month + 1, 1) - _ordinal(year, month, 1)


def _check_date(year, month, day):
    _check('year', year, MINYEAR, MAXYEAR)
    _check('month', month, 1, 12)
    if not isinstance(day, int):
        raise TypeError(f"'{type(day).__name__}' object cannot be interpreted as an integer")
    if not 1 <= day <= _days_in(year, month):
        raise ValueError('day is out of range for month')


def _check_time(hour, minute, second, microsecond, fold):
    _check('hour', hour, 0, 23)
    _check('minute', minute, 0, 59)
    _check('second', second, 0, 59)
    _check('microsecond', microsecond, 0, 999999)
    if fold not in (0, 1):
        raise ValueError('fold must be either 0 or 1')


def _check_zone(zone):
    if zone is not None and not isinstance(zone, tzinfo):
        raise TypeError('tzinfo argument must be None or of a tzinfo subclass, '
                        f"not type '{type(zone).__name__}'")


def _clock_text(hour, minute, second, microsecond, timespec):
    if timespec == 'auto':
        timespec = 'microseconds' if microsecond else 'seconds'
    if timespec == 'hours':
        return f'{hour:02}'
    if timespec == 'minutes':
        return f'{hour:02}:{minute:02}'
    text = f'{hour:02}:{minute:02}:{second:02}'
    if timespec == 'seconds':
        return text
    if timespec == 'milliseconds':
        return f'{text}.{microsecond // 1000:03}'
    if timespec == 'microseconds':
        return f'{text}.{microsecond:06}'
    raise ValueError('Unknown timespec value')


def _formatted(format, parts, microsecond, offset, name):
    # Replaces what depends on the zone, then leaves the rest to the native function.
    out, at = [], 0
    while at < len(format):
        c = format[at]
        at += 1
        if c != '%' or at == len(format):
            out.append(c)
            continue
        directive = format[at]
        at += 1
        if directive == 'f':
            out.append(f'{microsecond:06}')
        elif directive == 'z':
            out.append('' if offset is None else _offset_text(offset, ''))
        elif directive == ':' and format[at:at + 1] == 'z':
            at += 1
            out.append('' if offset is None else _offset_text(offset))
        elif directive == 'Z':
            out.append('' if name is None else name.replace('%', '%%'))
        else:
            out.append('%' + directive)
    return _strftime(''.join(out), parts)


def _digits(text, what):
    if not text.isascii() or not text.isdigit():
        raise ValueError(what)
    return int(text)


def _parse_date(text, whole):
    what = f'Invalid isoformat string: {whole!r}'
    if len(text) == 10 and text[4] == '-' and text[7] == '-' and text[5] != 'W':
        return tuple(_digits(part, what) for part in (text[:4], text[5:7], text[8:]))
    if len(text) == 8 and 'W' not in text:
        return tuple(_digits(part, what) for part in (text[:4], text[4:6], text[6:]))
    compact = text.replace('-', '')
    if len(compact) in (7, 8) and compact[4] == 'W':
        day = _digits(compact[7:], what) if len(compact) == 8 else 1
        return date.fromisocalendar(_digits(compact[:4], what), _digits(compact[5:7], what),
                                    day)._parts()
    raise ValueError(what)


def _parse_time(text, whole):
    what = f'Invalid isoformat string: {whole!r}'
    zone = None
    for at in range(len(text)):
        if text[at] in '+-Z':
            text, zone = text[:at], text[at:]
            break
    if zone == 'Z':
        zone = timezone.utc
    elif zone is not None:
        hour, minute, second, micro, _ = _parse_time(zone[1:], whole)
        offset = timedelta(hours=hour, minutes=minute, seconds=second, microseconds=micro)
        zone = timezone(-offset if zone[0] == '-' else offset)
    micro = 0
    for mark in '.,':
        if mark in text:
            text, fraction = text.split(mark, 1)
            _digits(fraction, what)
            micro = int((fraction + '000000')[:6])
            break
    parts = text.split(':') if ':' in text else [text[at:at + 2] for at in range(0, len(text), 2)]
    if not 1 <= len(parts) <= 3 or any(len(part) != 2 for part in parts):
        raise ValueError(what)
    numbers = [_digits(part, what) for part in parts] + [0, 0]
    return numbers[0], numbers[1], numbers[2], micro, zone


class date:
    """A day."""

    __slots__ = ('_year', '_month', '_day')

    def __new__(cls, year, month, day):
        _check_date(year, month, day)
        self = object.__new__(cls)
        self._year, self._month, self._day = year, month, day
        return self

    year = property(lambda self: self._year, doc='The year.')
    month = property(lambda self: self._month, doc='The month, from 1.')
    day = property(lambda self: self._day, doc='The day, from 1.')

    @classmethod
    def today(cls):
        """The day that local clocks show."""
        return cls.fromtimestamp(_now() / _SECOND)

    @classmethod
    def fromtimestamp(cls, timestamp):
        """The local day of a moment since the epoch."""
        seconds = int(timestamp // 1)
        return cls.fromordinal((seconds + _zone(seconds)[0]) // 86_400 + _EPOCH)

    @classmethod
    def fromordinal(cls, ordinal):
        """The day of that number; 0001-01-01 is 1."""
        if not 1 <= ordinal <= 3652059:
            raise ValueError('ordinal must be >= 1' if ordinal < 1
                             else f'year is out of range')
        return cls(*_date(ordinal))

    @classmethod
    def fromisoformat(cls, date_string):
        """The day of an ISO text."""
        if not isinstance(date_string, str):
            raise TypeError('fromisoformat: argument must be str')
        return cls(*_parse_date(date_string, date_string))

    @classmethod
    def fromisocalendar(cls, year, week, day):
        """The day of an ISO year, week and weekday."""
        if not MINYEAR <= year <= MAXYEAR:
            raise ValueError(f'Year is out of range: {year}')
        first = _ordinal(year, 1, 4)
        monday = first - (first + 6) % 7
        ordinal = monday + 7 * (week - 1) + day - 1
        if not 1 <= week <= 53 or week == 53 and _date(monday + 7 * 52 + 3)[0] != year:
            raise ValueError(f'Invalid week: {week}')
        if not 1 <= day <= 7:
            raise ValueError(f'Invalid weekday: {day} (range is [1, 7])')
        return cls.fromordinal(ordinal)

    def _parts(self):
        return self._year, self._month, self._day

    def toordinal(self):
        """The number of the day; 0001-01-01 is 1."""
        return _ordinal(self._year, self._month, self._day)

    def weekday(self):
        """Monday is 0."""
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        """Monday is 1."""
        return self.weekday() + 1

    def isocalendar(self):
        """ISO year, week and weekday."""
        year, week, day = _strftime('%G %V %u', (*date._parts(self), 0, 0, 0)).split()
        return IsoCalendarDate(int(year), int(week), int(day))

    def isoformat(self):
        """The ISO text."""
        return f'{self._year:04}-{self._month:02}-{self._day:02}'

    __str__ = isoformat

    def __repr__(self):
        cls = type(self)
        return f'{cls.__module__}.{cls.__qualname__}({self._year}, {self._month}, {self._day})'

    def ctime(self):
        """The text of C's ctime()."""
        return self.strftime('%a %b %e 00:00:00 %Y')

    def strftime(self, format):
        """The text of a format."""
        return _formatted(format, (*self._parts(), 0, 0, 0), 0, None, None)

    def __format__(self, format):
        if not isinstance(format, str):
            raise TypeError(f'must be str, not {type(format).__name__}')
        return self.strftime(format) if format else str(self)

    def timetuple(self):
        """The day as a time.struct_time."""
        from time import struct_time
        yearday = self.toordinal() - _ordinal(self._year, 1, 1) + 1
        return struct_time((*self._parts(), 0, 0, 0, self.weekday(), yearday, -1))

    def replace(self, year=None, month=None, day=None):
        """The same day with other parts."""
        return type(self)(self._year if year is None else year,
                          self._month if month is None else month,
                          self._day if day is None else day)

    def __eq__(self, other):
        if isinstance(other, date) and not isinstance(other, datetime):
            return self._parts() == other._parts()
        return NotImplemented

    def _compare(self, other):
        if isinstance(other, date) and not isinstance(other, datetime):
            return _cmp(self._parts(), other._parts())
        return NotImplemented

    __lt__, __le__, __gt__, __ge__ = map(_compared, ('__lt__', '__le__', '__gt__', '__ge__'))

    def __hash__(self):
        return hash(self._parts())

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        ordinal = self.toordinal() + other.days
        if not 1 <= ordinal <= 3652059:
            raise OverflowError('date value out of range')
        return type(self).fromordinal(ordinal)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + timedelta(-other.days)
        if isinstance(other, date) and not isinstance(other, datetime):
            return timedelta(self.toordinal() - other.toordinal())
        return NotImplemented


date.min = date(1, 1, 1)
date.max = date(9999, 12, 31)
date.resolution = timedelta(days=1)


class IsoCalendarDate(tuple):
    __slots__ = ()

    def __new__(cls, year, week, weekday):
        return tuple.__new__(cls, (year, week, weekday))

    year = property(lambda self: self[0])
    week = property(lambda self: self[1])
    weekday = property(lambda self: self[2])

    def __repr__(self):
        return f'datetime.IsoCalendarDate(year={self[0]}, week={self[1]}, weekday={self[2]})'


class time:
    """A time of day."""

    __slots__ = ('_hour', '_minute', '_second', '_microsecond', '_tzinfo', '_fold')

    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        _check_time(hour, minute, second, microsecond, fold)
        _check_zone(tzinfo)
        self = object.__new__(cls)
        self._hour, self._minute, self._second = hour, minute, second
        self._microsecond, self._tzinfo, self._fold = microsecond, tzinfo, fold
        return self

    hour = property(lambda self: self._hour)
    minute = property(lambda self: self._minute)
    second = property(lambda self: self._second)
    microsecond = property(lambda self: self._microsecond)
    tzinfo = property(lambda self: self._tzinfo)
    fold = property(lambda self: self._fold)

    @classmethod
    def fromisoformat(cls, time_string):
        """The time of an ISO text."""
        if not isinstance(time_string, str):
            raise TypeError('fromisoformat: argument must be str')
        return cls(*_parse_time(time_string.removeprefix('T'), time_string))

    def isoformat(self, timespec='auto'):
        """The ISO text."""
        text = _clock_text(self._hour, self._minute, self._second, self._microsecond, timespec)
        offset = self.utcoffset()
        return text if offset is None else text + _offset_text(offset)

    __str__ = isoformat

    def __repr__(self):
        cls = type(self)
        parts = [self._hour, self._minute]
        if self._second or self._microsecond:
            parts.append(self._second)
        if self._microsecond:
            parts.append(self._microsecond)
        text = ', '.join(map(str, parts))
        if self._tzinfo is not None:
            text += f', tzinfo={self._tzinfo!r}'
        if self._fold:
            text += ', fold=1'
        return f'{cls.__module__}.{cls.__qualname__}({text})'

    def strftime(self, format):
        """The text of a format."""
        parts = (1900, 1, 1, self._hour, self._minute, self._second)
        return _formatted(format, parts, self._microsecond, self.utcoffset(), self.tzname())

    def __format__(self, format):
        return self.strftime(format) if format else str(self)

    def utcoffset(self):
        return None if self._tzinfo is None else self._tzinfo.utcoffset(None)

    def dst(self):
        return None if self._tzinfo is None else self._tzinfo.dst(None)

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(None)

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *,
                fold=None):
        """The same time with other parts."""
        return type(self)(
            self._hour if hour is None else hour,
            self._minute if minute is None else minute,
            self._second if second is None else second,
            self._microsecond if microsecond is None else microsecond,
            self._tzinfo if tzinfo is True else tzinfo,
            fold=self._fold if fold is None else fold)

    def _key(self):
        micros = ((self._hour * 60 + self._minute) * 60 + self._second) * _SECOND
        offset = self.utcoffset()
        return micros + self._microsecond - (offset._total if offset is not None else 0)

    def __eq__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            return False
        return self._key() == other._key()

    def _compare(self, other):
        if not isinstance(other, time):
            return NotImplemented
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't compare offset-naive and offset-aware times")
        return _cmp(self._key(), other._key())

    __lt__, __le__, __gt__, __ge__ = map(_compared, ('__lt__', '__le__', '__gt__', '__ge__'))

    def __hash__(self):
        return hash((time, self._key()))


time.min = time(0, 0, 0)
time.max = time(23, 59, 59, 999999)
time.resolution = timedelta(microseconds=1)
_time_class = time


class datetime(date):
    """A day and a time."""

    __slots__ = ('_hour', '_minute', '_second', '_microsecond', '_tzinfo', '_fold')

    def __new__(cls, year, month, day, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *,
                fold=0):
        _check_date(year, month, day)
        _check_time(hour, minute, second, microsecond, fold)
        _check_zone(tzinfo)
        self = object.__new__(cls)
        self._year, self._month, self._day = year, month, day
        self._hour, self._minute, self._second = hour, minute, second
        self._microsecond, self._tzinfo, self._fold = microsecond, tzinfo, fold
        return self

    hour = property(lambda self: self._hour)
    minute = property(lambda self: self._minute)
    second = property(lambda self: self._second)
    microsecond = property(lambda self: self._microsecond)
    tzinfo = property(lambda self: self._tzinfo)
    fold = property(lambda self: self._fold)

    @classmethod
    def _of(cls, micros, zone=None):
        # `micros` count from 0001-01-01 00:00 of whatever zone the parts are shown in.
        days, rest = divmod(micros, _DAY)
        if not 1 <= days <= 3652059:
            raise OverflowError('date value out of range')
        seconds, micro = divmod(rest, _SECOND)
        return cls(*_date(days), seconds // 3600, seconds // 60 % 60, seconds % 60, micro, zone)

    def _micros(self):
        seconds = (self._hour * 60 + self._minute) * 60 + self._second
        return self.toordinal() * _DAY + seconds * _SECOND + self._microsecond

    def _utc_micros(self):
        offset = self.utcoffset()
        return self._micros() - (offset._total if offset is not None else 0)

    @classmethod
    def _from_epoch(cls, micros, tz):
        if tz is None:
            seconds = micros // _SECOND
            return cls._of(micros + _zone(seconds)[0] * _SECOND + _EPOCH * _DAY)
        _check_zone(tz)
        return tz.fromutc(cls._of(micros + _EPOCH * _DAY, tz))

    @classmethod
    def now(cls, tz=None):
        """This moment, as local clocks or those of a zone show it."""
        return cls._from_epoch(_now(), tz)

    @classmethod
    def today(cls):
        """This moment, as local clocks show it."""
        return cls._from_epoch(_now(), None)

    @classmethod
    def utcnow(cls):
        """This moment in UTC, without a zone."""
        import warnings
        warnings.warn('datetime.datetime.utcnow() is deprecated and scheduled for removal in a '
                      'future version. Use timezone-aware objects to represent datetimes in UTC: '
                      'datetime.datetime.now(datetime.UTC).', DeprecationWarning, stacklevel=2)
        return cls._of(_now() + _EPOCH * _DAY)

    @classmethod
    def fromtimestamp(cls, timestamp, tz=None):
        """A moment since the epoch."""
        return cls._from_epoch(_micros_of_float(timestamp), tz)

    @classmethod
    def utcfromtimestamp(cls, timestamp):
        """A moment since the epoch in UTC, without a zone."""
        import warnings
        warnings.warn('datetime.datetime.utcfromtimestamp() is deprecated and scheduled for '
                      'removal in a future version. Use timezone-aware objects to represent '
                      'datetimes in UTC: datetime.datetime.fromtimestamp(timestamp, datetime.UTC).',
                      DeprecationWarning, stacklevel=2)
        return cls._of(_micros_of_float(timestamp) + _EPOCH * _DAY)

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        """A day and a time together."""
        zone = time.tzinfo if tzinfo is True else tzinfo
        return cls(date.year, date.month, date.day, time.hour, time.minute, time.second,
                   time.microsecond, zone, fold=time.fold)

    @classmethod
    def fromisoformat(cls, date_string):
        """The moment of an ISO text."""
        if not isinstance(date_string, str):
            raise TypeError('fromisoformat: argument must be str')
        # The date ends where something stands that no date has.
        end = 10 if date_string[4:5] == '-' else 8
        if date_string[4:6] == '-W':
            end = 10 if date_string[8:9] == '-' else 8
        elif date_string[4:5] == 'W':
            end = 8 if date_string[7:8].isdigit() else 7
        parts = _parse_date(date_string[:end], date_string)
        rest = date_string[end + 1:]
        if not rest:
            if len(date_string) > end:
                raise ValueError(f'Invalid isoformat string: {date_string!r}')
            return cls(*parts)
        return cls(*parts, *_parse_time(rest, date_string))

    @classmethod
    def strptime(cls, date_string, format):
        """The moment of a text in a format."""
        import _strptime
        return _strptime._strptime_datetime(cls, date_string, format)

    def date(self):
        """The day."""
        return date(self._year, self._month, self._day)

    def time(self):
        """The time, without a zone."""
        return _time_class(self._hour, self._minute, self._second, self._microsecond,
                           fold=self._fold)

    def timetz(self):
        """The time, with its zone."""
        return _time_class(self._hour, self._minute, self._second, self._microsecond,
                           self._tzinfo, fold=self._fold)

    def timestamp(self):
        """Seconds since the epoch."""
        if self._tzinfo is not None:
            return (self._utc_micros() - _EPOCH * _DAY) / _SECOND
        shown = self._micros() - _EPOCH * _DAY
        return (_since_epoch(shown // _SECOND) * _SECOND + shown % _SECOND) / _SECOND

    def astimezone(self, tz=None):
        """The same moment in another zone."""
        if self._tzinfo is None:
            micros = int(_since_epoch(
                (self._micros() - _EPOCH * _DAY) // _SECOND)) * _SECOND + self._microsecond
        else:
            micros = self._utc_micros() - _EPOCH * _DAY
        if tz is None:
            offset, name = _zone(micros // _SECOND)
            tz = timezone(timedelta(seconds=offset), name)
        return type(self)._from_epoch(micros, tz)

    def utcoffset(self):
        """How far the zone is ahead of UTC."""
        return None if self._tzinfo is None else self._tzinfo.utcoffset(self)

    def dst(self):
        """What daylight saving time adds."""
        return None if self._tzinfo is None else self._tzinfo.dst(self)

    def tzname(self):
        """The zone's name."""
        return None if self._tzinfo is None else self._tzinfo.tzname(self)

    def timetuple(self):
        """The moment as a time.struct_time."""
        from time import struct_time
        yearday = self.toordinal() - _ordinal(self._year, 1, 1) + 1
        daylight = self.dst()
        flag = -1 if daylight is None else 1 if daylight else 0
        return struct_time((self._year, self._month, self._day, self._hour, self._minute,
                            self._second, self.weekday(), yearday, flag))

    def utctimetuple(self):
        """The moment in UTC as a time.struct_time."""
        from time import struct_time
        shown = datetime._of(self._utc_micros()).timetuple()
        return struct_time(tuple(shown)[:8] + (0,))

    def isoformat(self, sep='T', timespec='auto'):
        """The ISO text."""
        clock = _clock_text(self._hour, self._minute, self._second, self._microsecond, timespec)
        offset = self.utcoffset()
        zone = '' if offset is None else _offset_text(offset)
        return f'{date.isoformat(self)}{sep}{clock}{zone}'

    def __str__(self):
        return self.isoformat(' ')

    def __repr__(self):
        parts = [self._year, self._month, self._day, self._hour, self._minute]
        if self._second or self._microsecond:
            parts.append(self._second)
        if self._microsecond:
            parts.append(self._microsecond)
        text = ', '.join(map(str, parts))
        if self._tzinfo is not None:
            text += f', tzinfo={self._tzinfo!r}'
        if self._fold:
            text += ', fold=1'
        cls = type(self)
        return f'{cls.__module__}.{cls.__qualname__}({text})'

    def ctime(self):
        """The text of C's ctime()."""
        return self.strftime('%a %b %e %H:%M:%S %Y')

    def strftime(self, format):
        """The text of a format."""
        parts = (*date._parts(self), self._hour, self._minute, self._second)
        return _formatted(format, parts, self._microsecond, self.utcoffset(), self.tzname())

    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None,
                microsecond=None, tzinfo=True, *, fold=None):
        """The same moment with other parts."""
        return type(self)(
            self._year if year is None else year,
            self._month if month is None else month,
            self._day if day is None else day,
            self._hour if hour is None else hour,
            self._minute if minute is None else minute,
            self._second if second is None else second,
            self._microsecond if microsecond is None else microsecond,
            self._tzinfo if tzinfo is True else tzinfo,
            fold=self._fold if fold is None else fold)

    def __eq__(self, other):
        if not isinstance(other, datetime):
            return NotImplemented
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            return False
        return self._utc_micros() == other._utc_micros()

    def _compare(self, other):
        if not isinstance(other, datetime):
            if isinstance(other, date):
                raise TypeError("can't compare datetime.datetime to datetime.date")
            return NotImplemented
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't compare offset-naive and offset-aware datetimes")
        return _cmp(self._utc_micros(), other._utc_micros())

    __lt__, __le__, __gt__, __ge__ = map(_compared, ('__lt__', '__le__', '__gt__', '__ge__'))

    def __hash__(self):
        return hash((datetime, self._utc_micros()))

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return type(self)._of(self._micros() + other._total, self._tzinfo)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return type(self)._of(self._micros() - other._total, self._tzinfo)
        if not isinstance(other, datetime):
            return NotImplemented
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        if self._tzinfo is other._tzinfo:
            return timedelta._of(self._micros() - other._micros())
        return timedelta._of(self._utc_micros() - other._utc_micros())


def _micros_of_float(timestamp):
    # Rounded to the nearest, halves to the even one, from the float's exact value.
    above, below = timestamp.as_integer_ratio()
    return _divide_nearest(above * _SECOND, below)


datetime.min = datetime(1, 1, 1)
datetime.max = datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta(microseconds=1)
