# Days.

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
date(2024,2,30)
date(2024,13,1)
date(0,1,1)
date(10000,1,1)
date(2024,1)
date('a',1,1)
date(2024.0,1,1)
date(2024,1,1,1)
date(year=2024,month=1,day=2)
D, str(D), D.year, D.month, D.day, D.isoformat(), D.weekday(), D.isoweekday(), D.toordinal(), D.timetuple()
D.isocalendar(), D.isocalendar()[1], D.isocalendar().week, tuple(D.isocalendar())
type(D.isocalendar()).__name__, D.isocalendar() == (2024,9,4), hash(D.isocalendar())==hash((2024,9,4)), len(D.isocalendar())
D.ctime(), D.strftime('%Y-%m-%d %H:%M %j %U %a'), D.strftime(''), format(D,'%d/%m'), format(D), f'{D:%A}'
D.strftime()
D.strftime(5)
D.replace(day=1), D.replace(year=2023,day=28)
D.replace(year=2023)
D.replace(foo=1)
D.__replace__(day=2)
D+td(1), D-td(1), D-date(2024,1,1), td(1)+D, D+td(hours=23), D-td(hours=1)
D+1
D-1
1-D
D-X
date.max+td(1)
date.min-td(1)
D<date(2025,1,1), D==date(2024,2,29), D!=5, D==X
D<5
D<X
hash(D)==hash(date(2024,2,29))
date.fromordinal(1), date.fromordinal(738945)
date.fromordinal(0)
date.fromordinal(3652060)
date.fromisoformat('2024-02-29'), date.fromisoformat('20240229'), date.fromisoformat('2024-W09-4'), date.fromisoformat('2024W094'), date.fromisoformat('2024-W09'), date.fromisoformat('2024W09')
date.fromisoformat('2024-2-29')
date.fromisoformat('2024-02-30')
date.fromisoformat('2024-W54-1')
date.fromisoformat('2024-W09-8')
date.fromisoformat('')
date.fromisoformat('2024-0229')
date.fromisoformat('202402-29')
date.fromisoformat('2024-02-29T00')
date.fromisoformat(5)
date.fromisoformat('2024-060')
date.fromisocalendar(2024,9,4)
date.fromisocalendar(2024,54,1)
date.fromisocalendar(2024,1,8)
date.fromisocalendar(0,1,1)
date.fromisocalendar('a',1,1)
date.fromtimestamp(0), date.fromtimestamp(1e9)
date.fromtimestamp('a')
date.fromtimestamp(1e20)
date.fromtimestamp(float('nan'))
type(date.today())
""".strip().splitlines():
    show(case)
