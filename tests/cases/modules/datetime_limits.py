# Rounding, limits and odd arguments.

from datetime import *

U = timezone.utc


class Lon(tzinfo):
    def utcoffset(self, dt):
        return timedelta(hours=1) if dt.fold == 0 else timedelta(0)

    def dst(self, dt):
        return timedelta(hours=1) if dt.fold == 0 else timedelta(0)

    def tzname(self, dt):
        return 'L%d%%d' % dt.fold


class Std(tzinfo):
    def utcoffset(self, dt):
        return timedelta(hours=2) + self.dst(dt)

    def dst(self, dt):
        return timedelta(hours=1) if 4 <= dt.month < 10 else timedelta(0)

    def tzname(self, dt):
        return 'STD'


class NoneZ(tzinfo):
    def utcoffset(self, dt):
        return None

    def dst(self, dt):
        return None

    def tzname(self, dt):
        return None


def show(case):
    try:
        print(case, '->', repr(eval(case)))
    except Exception as error:
        print(case, '!!', type(error).__name__, error)


for case in r"""
time(1).replace(tzinfo=5)
timedelta(1).__radd__(date(2024,1,1)), date(2024,1,1).__add__(5), date(2024,1,1).__rsub__(date(2025,1,1))
timedelta(seconds=1.0000005), timedelta(seconds=1.5000015), timedelta(microseconds=2.5), timedelta(microseconds=-0.5), timedelta(microseconds=-1.5), timedelta(milliseconds=0.0005, microseconds=0.5)
timedelta(days=True), timedelta(10**20)
timedelta(days=10**40)
timedelta(5)*10**20
timedelta(microseconds=7)//2, timedelta(microseconds=-7)//2, timedelta(microseconds=-7)//timedelta(microseconds=2), timedelta(microseconds=-7)%timedelta(microseconds=2), divmod(timedelta(-1),timedelta(hours=5))
timedelta(1)/3, timedelta(1)*0.1, timedelta(1)/0.3, timedelta(1)/1e-9
timedelta(1)/5e-324
round(timedelta(1)/timedelta(hours=7),10)
datetime(1970,1,1).timestamp(), datetime(2024,2,29,12,34,56,789012).timestamp(), datetime(1969,12,31,23,59,59,5,tzinfo=U).timestamp(), datetime(9999,12,31,23,59,59,999999,tzinfo=U).timestamp()
datetime.fromtimestamp(0.5e-6,U), datetime.fromtimestamp(1.5e-6,U), datetime.fromtimestamp(-0.5e-6,U), datetime.fromtimestamp(1e11,U), datetime.fromtimestamp(253402300799,U)
datetime.fromtimestamp(253402300800,U)
datetime.fromtimestamp(-62135596800,U)
datetime.fromtimestamp(-62135596801,U)
datetime.fromtimestamp(10**18)
datetime.fromtimestamp(None)
date.fromtimestamp(None)
date.fromisocalendar(year=2024,week=1,day=1), date.fromisocalendar(2020,53,7), date.fromisocalendar(1,1,1)
date.fromisocalendar(9999,52,6)
date(1,1,1).isocalendar(), date(9999,12,31).isocalendar(), date(2021,1,1).isocalendar(), date(2024,12,30).isocalendar()
date(2021,1,1).strftime('%G-W%V-%u %j %U %W %%'), date(1,1,1).strftime('%Y-%m-%d'), date(999,1,1).strftime('%Y')
f'{datetime(2024,1,2,3,4):%H:%M on %d}', format(time(3),''), format(date(2024,1,1),'')
format(date(2024,1,1),5)
date(2024,1,1).__format__(5)
time.fromisoformat('12:34:56.123456789'), time.fromisoformat('12+01'), time.fromisoformat('1234+0130')
time.fromisoformat('12:34Z5')
time.fromisoformat('')
time.fromisoformat('T')
hash(time(1,tzinfo=U))==hash(time(2,tzinfo=timezone(timedelta(hours=1)))), time(1,tzinfo=U)<time(1,30,tzinfo=timezone(timedelta(hours=1)))
{timezone.utc: 1}[timezone(timedelta(0),'Z')]
tzinfo(1,2,a=3) is not None
timezone.utc.utcoffset(5)
timezone(timedelta(hours=-23,minutes=-59)), timezone.min, timezone.max
type('T',(timezone,),{})
""".strip().splitlines():
    show(case)
