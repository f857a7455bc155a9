import gc

gc.collect()
a = []
a.append(a)
del a
print(gc.collect())  # expect: 1
x, y = [], []
x.append(y)
y.append(x)
del x, y
print(gc.collect())  # expect: 2
print(gc.collect())  # expect: 0
