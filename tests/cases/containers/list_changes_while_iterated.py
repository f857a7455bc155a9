# A list may change while a loop goes over it.
a = [1, 2, 3]
for x in a:
    if x < 10:
        a.append(x * 10)
print(a)
for x in a:
    a.remove(x)
print(a)
it = iter(a)
print(list(it), next(it, "end"))
a.append("late")
print(next(it, "still at the end"))
r = reversed(a)
a.clear()
print(list(r))
