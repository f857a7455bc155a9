# Deeply nested containers raise RecursionError instead of crashing.
a = []
for _ in range(100000):
    a = [a]
b = []
for _ in range(100000):
    b = [b]
for action in (lambda: repr(a), lambda: a == b):
    try:
        action()
    except RecursionError as error:
        print(type(error).__name__)
del a, b
print("done")
