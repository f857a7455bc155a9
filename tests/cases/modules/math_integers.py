# Functions of integers: results, ranges and complaints.

import math


def show(case):
    try:
        print(case, '->', repr(eval(case)))
    except Exception as error:
        print(case, '!!', type(error).__name__, error)


for case in r"""
math.factorial(-1)
math.factorial(2.0)
math.factorial(10**30)
math.factorial(-10**30)
math.factorial('a')
math.factorial(30)
math.comb(5,2)
math.comb(-1,2)
math.comb(1,-2)
math.comb(1,2)
math.comb(1.0,2)
math.comb(10**30,10**30-2)
math.comb(10**30,10**29)
math.comb(10**30,0)
math.perm(5)
math.perm(-5)
math.perm(5,-1)
math.perm(5,None)
math.perm(5,6)
math.perm(10**30,10**29)
math.perm(2.5)
math.perm(10**30,2)
math.perm()
math.comb(1)
math.isqrt(-1)
math.isqrt(2.0)
math.isqrt(10**40)
math.gcd()
math.gcd(0)
math.gcd(-6)
math.gcd(12,18,27)
math.gcd(1.0)
math.lcm()
math.lcm(4,6)
math.lcm(4,0)
math.lcm(4,'a')
math.lcm(0,'a')
math.gcd(a=1)
""".strip().splitlines():
    show(case)
