# ~ of a bool warns, once per line.
for b in (True, False, True):
    print(~b)
print(~True, ~False)
