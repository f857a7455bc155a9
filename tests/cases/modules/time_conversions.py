# gmtime, mktime, asctime and strftime.

import time

g = time.gmtime(1700000000.5)


def show(case):
    try:
        print(case, '->', repr(eval(case)))
    except Exception as error:
        print(case, '!!', type(error).__name__, error)


for case in r"""
time.gmtime(0)
time.gmtime(-1)
time.gmtime(10**18)
time.gmtime(10**30)
time.gmtime('a')
time.gmtime(float('nan'))
time.gmtime(float('inf'))
time.gmtime(None)[0] > 2000
time.gmtime(1e17)
time.gmtime(67767976233532799)
time.gmtime(67768036191676800)
time.mktime(time.gmtime(86400))
time.mktime((2000,13,1,0,0,0,0,0,0))
time.mktime((2000,1,40,25,61,61,0,0,0))
time.mktime((2000,1,1))
time.mktime(5)
time.mktime((2000,1,1,0,0,0,0,0,-1))
time.mktime((10**10,1,1,0,0,0,0,0,-1))
time.mktime([2000,1,1,0,0,0,0,0,-1])
time.asctime(g)
time.asctime((2000,1,1))
time.asctime(5)
time.asctime((2000,1,1,0,0,0,0,1,0))
time.asctime((2000,1,0,0,0,0,7,0,0))
time.asctime((2000,13,1,0,0,0,0,1,0))
time.asctime((2000,12,32,0,0,0,0,1,0))
time.asctime((99999,12,31,0,0,0,0,1,0))
time.strftime('%a %A %b %B %c %d %H %I %j %m %M %p %S %U %w %W %x %X %y %Y %Z %% %G %V %u %e %D %F %T %R %r %n %t %h %C %g %k %l %s', g)
time.strftime('%z', g)
time.strftime('', g)
time.strftime('%Q %', g)
time.strftime('%E %O %Ey %Od', g)
time.strftime('%-d %_d %05d %^a', g)
time.strftime('ä%Yé', g)
time.strftime('a\\0b', g)
time.strftime(5, g)
time.strftime()
time.strftime('%Y', 5)
time.strftime('%Y', (1,2,3))
time.strftime('%Y', (5,1,1,0,0,0,0,1,0))
time.strftime('%Y %y', (-5,1,1,0,0,0,0,1,0))
time.strftime('%d', (2000,1,32,0,0,0,0,1,0))
time.strftime('%H', (2000,1,1,24,0,0,0,1,0))
time.strftime('%M', (2000,1,1,0,60,0,0,1,0))
time.strftime('%S', (2000,1,1,0,0,62,0,1,0))
time.strftime('%S', (2000,1,1,0,0,61,0,1,0))
time.strftime('%a', (2000,1,1,0,0,0,-2,1,0))
time.strftime('%a', (2000,1,1,0,0,0,9,1,0))
time.strftime('%j', (2000,1,1,0,0,0,0,367,0))
time.strftime('%j', (2000,1,1,0,0,0,0,0,0))
time.strftime('%Z', (2000,1,1,0,0,0,0,0,5))
""".strip().splitlines():
    show(case)
