# Zones, and what asks them.

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
tz.utc, tz(td(hours=1)), tz(td(hours=-1),'X'), E5, str(tz(td(hours=-1,minutes=-30))), str(tz.utc), tz(td(0)), tz(td(0)) is tz.utc, tz(td(0),'A'), str(tz(td(seconds=3661))), str(tz(td(microseconds=1)))
tz(td(hours=24))
tz(5)
tz(td(0),5)
tz()
tz(td(hours=1))==tz(td(hours=1),'X'), hash(tz(td(hours=1)))==hash(tz(td(hours=1),'X')), tz.utc==5
E5.utcoffset(None), E5.tzname(X), E5.dst(None), tz(td(hours=1)).tzname(None), E5.fromutc(X.replace(tzinfo=E5))
E5.utcoffset(5)
E5.tzname('a')
E5.fromutc(X)
E5.fromutc(5)
tzinfo().utcoffset(None)
tzinfo().tzname(None)
tzinfo().dst(None)
tzinfo().fromutc(X)
X.replace(tzinfo=Zbad()).utcoffset()
X.replace(tzinfo=Zbad()).tzname()
X.replace(tzinfo=Zbad()).dst()
X.replace(tzinfo=Zbad()).isoformat()
X.replace(tzinfo=tzinfo()).isoformat()
date.__module__, datetime.__name__, td.__name__
isinstance(X,date), issubclass(datetime,date)
D.__reduce__()
td(1,2,3).__reduce__()
X.__reduce__()
D.foo
D.year.foo
date(2024,1,True)
X.fold
datetime(2024,1,1,hour=5,second=3)
time(hour=5,second=3)
max(D, date(2025,1,1)), min(X, datetime(2020,1,1))
sorted([date(2024,1,3),date(2024,1,1)])
sum([td(1),td(2)],td())
""".strip().splitlines():
    show(case)
