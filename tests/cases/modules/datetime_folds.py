# Zones with daylight saving time, and those that do not know.

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
datetime(2024,1,1,fold=1,tzinfo=U), time(1,fold=1,tzinfo=U)
datetime(2024,6,1,12,tzinfo=Std()).astimezone(U), datetime(2024,6,1,12,tzinfo=Std()).utctimetuple()[:6], datetime(2024,6,1,12,tzinfo=Std()).timetuple().tm_isdst
datetime(2024,6,1,12,tzinfo=Lon())==datetime(2024,6,1,11,tzinfo=U), datetime(2024,6,1,12,tzinfo=Lon())<datetime(2024,6,1,11,30,tzinfo=U)
datetime(2024,6,1,tzinfo=Lon()).strftime('%Z|%z')
datetime(2024,6,1,tzinfo=NoneZ()).isoformat(), datetime(2024,6,1,tzinfo=NoneZ())==datetime(2024,6,1), datetime(2024,6,1,tzinfo=NoneZ()).astimezone(U), datetime(2024,6,1,tzinfo=NoneZ()).strftime('%z%Z')
NoneZ().fromutc(datetime(2024,6,1,tzinfo=(n:=NoneZ())))
n.fromutc(datetime(2024,6,1,tzinfo=n))
datetime(2024,1,1)-datetime(2024,1,1,tzinfo=NoneZ())
timezone(timedelta(hours=1)).fromutc(datetime(2024,1,1))
date(b'\x07\xe8\x02\x1d'), time(b'\x0c"8\x0c\n\x14'), datetime(b'\x07\xe8\x02\x1d\x0c"8\x0c\n\x14'), datetime(b'\x07\xe8\x82\x1d\x0c"8\x0c\n\x14', U), time(b'\x8c"8\x0c\n\x14')
datetime(2024,2,29,1,fold=1).__reduce_ex__(4), datetime(2024,2,29,1,fold=1).__reduce_ex__(2), time(1,fold=1).__reduce_ex__(4), U.__getinitargs__(), timezone(timedelta(0),'x').__getinitargs__()
""".strip().splitlines():
    show(case)
