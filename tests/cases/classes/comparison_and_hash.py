class Eq:
    def __eq__(self, other): return True
class Both(Eq):
    def __hash__(self): return 7
class Lt:
    def __lt__(self, other): return "lt"
class Bad:
    def __hash__(self): return "x"
print(Eq() == 1, Eq() != 1, Eq.__hash__, hash(Both()), Lt() < Lt(), Lt() > Lt())
for make in [lambda: hash(Eq()), lambda: hash(Bad()), lambda: Lt() <= Lt(), lambda: {Eq()}]:
    try:
        make()
    except TypeError as error:
        print(error)
class Minus:
    def __hash__(self): return -1
print(hash(Minus()), object() == 1, len({Both(): 1, Both(): 2}))
