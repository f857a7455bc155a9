# States, and formats read.

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
[datetime.fromisoformat(x) for x in ('2024-W09-4','2024W0941234','2024-W0912','2024W09T12','20240229 1234','2024-02-29T12:34:56,123','2024-02-29T123456.1234567')]
datetime.fromisoformat('2024-W09-')
datetime.fromisoformat('2024-02-2912')
datetime.fromisoformat('2024-02-29T12:34:5')
datetime.fromisoformat('2024-02-29T12:34:56Zx')
datetime.fromisoformat('2024-02-29\u1234'+'12:34')
datetime.fromisoformat('2024-02-29T12:34+00:00').tzinfo, datetime.fromisoformat('2024-02-29T12:34-00:30').tzinfo
datetime.combine(date=date(2024,1,1),time=time(2),tzinfo=None)
datetime.combine(date(2024,1,1))
datetime.strptime('2024-01-01 -0130','%Y-%m-%d %z'), datetime.strptime('2024 +01:30:15.25','%Y %z'), datetime.strptime('24/12/31 11PM','%y/%m/%d %I%p'), datetime.strptime('2024 +0000 UTC','%Y %z %Z').tzinfo
datetime(2024,1,31).replace(month=2)
datetime(2024,1,31).replace(1,2,3,4,5,6,7,U,fold=1)
datetime(2024,1,31).replace(1,2,3,4,5,6,7,U,1)
date(2024,1,31).replace(2025,2)
""".strip().splitlines():
    show(case)
