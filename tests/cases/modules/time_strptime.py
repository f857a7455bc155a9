# strptime.

import time

g = time.gmtime(1700000000.5)


def show(case):
    try:
        print(case, '->', repr(eval(case)))
    except Exception as error:
        print(case, '!!', type(error).__name__, error)


for case in r"""
time.strptime('2020-01-02','%Y-%m-%d')
time.strptime('Thu Jan  1 00:00:00 1970')
time.strptime('12:34:56 PM','%I:%M:%S %p')
time.strptime('12:34:56 AM','%I:%M:%S %p')
time.strptime('10 pm','%H %p')
time.strptime('2020 100','%Y %j')
time.strptime('2020 10 1','%Y %U %w')
time.strptime('2020 10 1','%Y %W %w')
time.strptime('2020 10 1','%G %V %u')
time.strptime('2020-10','%G-%V')
time.strptime('2020-10','%Y-%V')
time.strptime('10','%U')
time.strptime('monday','%A')
time.strptime('MON Feb','%a %b')
time.strptime('+0530','%z').tm_gmtoff
time.strptime('-05:30:15','%z').tm_gmtoff
time.strptime('Z','%z').tm_gmtoff
time.strptime('UTC','%Z')
time.strptime('GMT','%Z').tm_zone
time.strptime('foo','%Z')
time.strptime('68','%y')[0], time.strptime('69','%y')[0]
time.strptime('x','%Y')
time.strptime('2020 ','%Y')
time.strptime('2020','%Y ')
time.strptime('2020x','%Y')
time.strptime('2020','%Q')
time.strptime('2020','%')
time.strptime('2020','%Y%')
time.strptime('2020-02-30','%Y-%m-%d')
time.strptime('13','%m')
time.strptime('61','%S')
time.strptime('62','%S')
time.strptime('1.5','%S.%f')
time.strptime('%','%%')
time.strptime('a  b','a b')
time.strptime('01/02/03 04:05:06','%x %X')
time.strptime('Mon Jan  1 10:00:00 2024','%c')
time.strptime(5,'%Y')
time.strptime('5',5)
time.strptime()
time.strptime('5 366','%Y %j')
time.strptime('2021 366','%Y %j')
time.strptime('000','%j')
time.strptime('','')
""".strip().splitlines():
    show(case)
