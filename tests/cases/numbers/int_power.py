# Powers: exact, negative, modular.
def show(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)

print(3**40, (-3)**41, 2**100, 0**0, (-1)**(10**30), 1**(10**30), 0**5, 2**-1, (-2)**-3)
print(pow(3, 100, 7), pow(3, 100, -7), pow(2, -1, 7), pow(5, 0, 1), pow(10**30, 10**20, 10**9 + 7))
show(lambda: 0**-1)
show(lambda: pow(2, -1, 4))
show(lambda: pow(2, 3, 0))
show(lambda: pow(2.0, 3, 5))
show(lambda: pow(2, 3, 5.0))
show(lambda: pow('a', 2, 3))
show(lambda: 10**400 / 3)
show(lambda: float(10**400))
print((10**400 + 1) / 10**399, 1 / 10**400, (2**53 + 1) / 1, -(2**1074) / 2**2148, 1 / 3)
