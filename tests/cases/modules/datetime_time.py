# Times of day.

from datetime import *

td = timedelta
tz = timezone
D = date(2024, 2, 29)
T = time(12, 34, 56, 789012)
X = datetime(2024, 2, 29, 12, 34, 56, 789012)
Z = X.replace(tzinfo=timezone.utc)
E5 = timezone(td(hours=5, minutes=30), 'IST')


class Z1(tzinfo):
    def utcoffset(self, dt):
        return td(hours=1)

    def dst(self, dt):
        return td(hours=1)

    def tzname(self, dt):
        return 'Z1'


class Zbad(tzinfo):
    def utcoffset(self, dt):
        return 5

    def tzname(self, dt):
        return 5

    def dst(self, dt):
        return td(days=2)


def show(case):
    try:
        print(case, '->', repr(eval(case)))
    except Exception as error:
        print(case, '!!', type(error).__name__, error)


for case in r"""
repr(D), repr(T), repr(X), repr(Z), repr(time(1,2)), repr(time(1,2,3)), repr(time()), repr(datetime(2024,1,1)), repr(datetime(2024,1,1,0,0,5)), repr(time(1,fold=1)), repr(datetime(2024,1,1,fold=1)), repr(time(1,tzinfo=E5))
str(T), str(X), str(Z), str(time(1,2)), str(datetime(2024,1,1,tzinfo=E5)), str(time(1,tzinfo=E5))
time(24)
time(0,60)
time(0,0,60)
time(0,0,0,1000000)
time(0,fold=2)
time(0,tzinfo=5)
time('a')
time(1,2,3,4,None,5)
T.hour, T.minute, T.second, T.microsecond, T.tzinfo, T.fold, T.utcoffset(), T.dst(), T.tzname()
T.isoformat(), T.isoformat('hours'), T.isoformat('minutes'), T.isoformat('seconds'), T.isoformat('milliseconds'), T.isoformat(timespec='microseconds'), T.isoformat('auto')
T.isoformat('foo')
T.replace(hour=1), T.replace(microsecond=0,tzinfo=E5)
T.replace(hour=25)
T.strftime('%H:%M:%S.%f %z|%Z|%:z'), time(1,tzinfo=E5).strftime('%z %:z %Z'), format(T,'%H')
T<time(13), T==time(12,34,56,789012), T==5, time(1)==time(1,tzinfo=E5)
T<5
time(1)<time(1,tzinfo=E5)
time(1,tzinfo=UTC)==time(6,30,tzinfo=E5), hash(time(1,tzinfo=UTC))==hash(time(6,30,tzinfo=E5))
bool(time(0))
time.fromisoformat('12'), time.fromisoformat('12:34'), time.fromisoformat('1234'), time.fromisoformat('T12:34:56'), time.fromisoformat('12:34:56.789'), time.fromisoformat('123456,789012345'), time.fromisoformat('12:34Z'), time.fromisoformat('12:34+05:30'), time.fromisoformat('12:34:56.5-0530'), time.fromisoformat('12:34+05:30:15.123456')
time.fromisoformat('24:00')
time.fromisoformat('12:3')
time.fromisoformat('12:34:')
time.fromisoformat('a')
time.fromisoformat('12:34:56.')
time.fromisoformat('12:34+25:00')
time.fromisoformat('1:00')
time.fromisoformat('12:3456')
time.fromisoformat('12:34:56+')
time.fromisoformat(5)
T+td(1)
""".strip().splitlines():
    show(case)
