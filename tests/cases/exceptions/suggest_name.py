# "Did you mean": a name that resembles one in sight.
def f():
    length = 3
    print(lenght)
f()
