# A list assigned to a slice of itself.
a = [1, 2, 3]
a[1:2] = a
print(a)
a[::-1] = a
print(a)
a += a
print(a)
a.extend(a)
print(len(a))
a *= 0
print(a)
