# Days with times.

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
X.date(), X.time(), Z.timetz(), X.timetuple(), Z.utctimetuple(), X.isocalendar(), X.toordinal(), X.weekday()
datetime(2024,1,1,25)
datetime(2024,1)
datetime(2024,1,1,tzinfo='a')
datetime(2024,1,1,0,0,0,0,None,1)
X.isoformat(), X.isoformat(' '), X.isoformat('T','minutes'), X.isoformat(sep='x',timespec='hours'), Z.isoformat(), datetime(2024,1,1,tzinfo=tz(td(seconds=-1))).isoformat()
X.isoformat('ab')
X.isoformat('T','foo')
X.ctime(), X.strftime('%c %f %z %Z %%f'), Z.strftime('%z %Z %:z'), format(Z,'%Y'), datetime(5,1,1).strftime('%Y %y %G %F %C')
X.replace(year=2023,day=1), X.replace(tzinfo=E5), X.replace(fold=1)
X+td(1), X-td(1), X-datetime(2024,1,1), Z-Z, td(1)+X
X-Z
X-D
X+1
X<Z
X==Z, X!=Z, X<datetime(2025,1,1), X==5
X<5
Z==X.replace(tzinfo=E5), Z<datetime(2024,2,29,18,tzinfo=E5)
hash(Z)==hash(Z.astimezone(E5)), hash(X)==hash(X.replace(fold=1))
Z.astimezone(E5), Z.astimezone(E5).astimezone(UTC)==Z, X.astimezone(UTC), Z.astimezone(), X.astimezone()
Z.astimezone(5)
Z.utcoffset(), Z.tzname(), Z.dst(), X.utcoffset()
Z.timestamp(), X.timestamp(), datetime(1,1,1).timestamp(), datetime(9999,12,31,tzinfo=UTC).timestamp()
datetime.fromtimestamp(0), datetime.fromtimestamp(1.5,UTC), datetime.fromtimestamp(1e9,tz=E5), datetime.fromtimestamp(0.0000015), datetime.fromtimestamp(-1.5)
datetime.fromtimestamp(1e20)
datetime.fromtimestamp('a')
datetime.fromtimestamp(0,5)
datetime.fromtimestamp(float('nan'))
datetime.fromtimestamp(10**15)
datetime.combine(D,T), datetime.combine(D,T,tzinfo=E5), datetime.combine(X,T)
datetime.combine(T,D)
datetime.combine(D,D)
datetime.fromordinal(738945), datetime.fromisocalendar(2024,9,4)
datetime.fromisoformat('2024-02-29'), datetime.fromisoformat('2024-02-29T12:34:56.789012'), datetime.fromisoformat('2024-02-29 12:34'), datetime.fromisoformat('20240229T123456Z'), datetime.fromisoformat('2024-W09-4T12:34+05:30'), datetime.fromisoformat('2024-02-29x12')
datetime.fromisoformat('2024-02-29T')
datetime.fromisoformat('2024-02-29T25:00')
datetime.fromisoformat('a')
datetime.fromisoformat('2024-02-29T12:34:56.789012+05:30:15.5')
datetime.fromisoformat(5)
datetime.strptime('2024-02-29 12:34:56.5','%Y-%m-%d %H:%M:%S.%f'), datetime.strptime('+0530 2020','%z %Y'), datetime.strptime('2020 UTC','%Y %Z'), datetime.strptime('Z 2020','%z %Y')
datetime.strptime('x','%Y')
datetime.strptime('2020x','%Y')
datetime.strptime(5,'%Y')
type(datetime.now()), datetime.now(UTC).tzinfo, type(datetime.today())
datetime.now(5)
datetime.max+td(1)
datetime.min-td(1)
""".strip().splitlines():
    show(case)
