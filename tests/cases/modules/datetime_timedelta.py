# Durations: construction, texts, arithmetic, complaints.

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
date.min, date.max, date.resolution, time.min, time.max, time.resolution, datetime.min, datetime.max, datetime.resolution, td.min, td.max, td.resolution, tz.min, tz.max, tz.utc
td(), td(1), td(1,2,3), td(weeks=1,hours=-5), td(0.5), td(microseconds=1.5), td(microseconds=0.5), td(days=-1,seconds=5)
td(milliseconds=1.0005), td(days=1.123456789), td(seconds=0.1), td(hours=1e-9)
td('a')
td(days=None)
td(10**10)
td(-10**9)
td(days=float('nan'))
td(days=float('inf'))
td(1e308)
td(1,foo=2)
td(1,2,3,4,5,6,7,8)
str(td(1)), str(td(-1)), str(td(2,3661,5)), str(td(hours=-1)), str(td(microseconds=-1))
td(1).days, td(-1,5,7).seconds, td(-1,5,7).microseconds, td(1,2,3).total_seconds()
td(1)+td(2), td(1)-td(2), -td(1), +td(1), abs(td(-1)), td(1)*3, 3*td(1), td(1)*1.5, td(5)//2, td(5)//td(2), td(5)/td(2), td(5)/2, td(5)/1.5, td(5)%td(2), divmod(td(5),td(2))
td(1)//0
td(1)/0
td(1)/0.0
td(1)%td(0)
td(1)//td(0)
td(1)/td(0)
td(1)+1
td(1)*float('nan')
td(1)*float('inf')
td(1)//1.5
1/td(1)
td(microseconds=3)/2, td(microseconds=5)/2, td(microseconds=1)*0.5, td(microseconds=3)*0.5, td(microseconds=-3)/2, td(microseconds=7)/-2
td.max+td(1)
td.max*2
-td.max
td(1)<td(2), td(1)==td(hours=24), td(1)!=1, td(1)==1
td(1)<1
hash(td(1))==hash(td(hours=24)), bool(td()), bool(td(1))
""".strip().splitlines():
    show(case)
