# NaN has no order: sorting still ends, and loses nothing.
nan = float("nan")
values = [3.0, nan, 1.0, nan, 2.0]
values.sort()
print(len(values), sum(1 for v in values if v != v))
values.sort(key=lambda v: -v, reverse=True)
print(len(values))
