# Values of every function of one float.

import math


def show(case):
    try:
        print(case, '->', repr(eval(case)))
    except Exception as error:
        print(case, '!!', type(error).__name__, error)


for case in r"""
[math.gamma(x) for x in (0.5, 1.5, 2.7, 10.1, 25.25, 100.3, 150.7, 171.5, -0.5, -3.3, -120.4, -170.2, -180.5)]
[math.lgamma(x) for x in (0.1, 0.5, 2.5, 3, 50.5, 1e10, -0.5, -2.7, -100.1)]
[math.sin(x) for x in (0.1, 1, 1e3, 1e22, -0.0)]
[math.tan(x) for x in (0.1, 1, 1e3, 1.5707963267948966)]
[math.exp(x) for x in (-745.2, -1, 0.5, 709.7)]
[math.expm1(x) for x in (1e-20, 1e-5, 1, 700)]
[math.log1p(x) for x in (1e-20, 1e-5, 1, -0.5)]
[math.log(x) for x in (1e-300, 0.5, 3, 10**300, 2**2000, 7**3000)]
[math.log2(x) for x in (1e-300, 0.5, 3, 2**2000, 2**2000 - 1, 7**3000)]
[math.log10(x) for x in (1e-300, 0.5, 3, 10**300, 10**400)]
[math.erf(x) for x in (0.1, 0.7, 2.5, -3)]
[math.erfc(x) for x in (0.1, 0.7, 2.5, -3, 20)]
[math.asinh(x) for x in (1e-10, 0.3, 5, 1e200)]
[math.acosh(x) for x in (1, 1.1, 5, 1e200)]
[math.atanh(x) for x in (1e-10, 0.3, -0.99)]
[math.remainder(x, 7.0) for x in (3.5, 10.5, -3.5, 100, 1e300)]
[math.fmod(x, 7.0) for x in (3.5, 10.5, -3.5, 100, 1e300)]
math.comb(1000, 500) % 10**20, math.factorial(1000) % (10**9 + 7), math.perm(500, 250) % (10**9 + 7)
math.isqrt(10**101), math.gcd(2**200 * 3, 2**150 * 9), math.lcm(2**70, 3**50)
""".strip().splitlines():
    show(case)
