# Warnings of the compiler.
x = 5
x is 1
y = "\d"
assert (x, "a")
if x == 3:
    1()
    "a"[1, 2]
    [1][1.5]
