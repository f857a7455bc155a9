# Jumps that constant conditions make needless.
def choose():
    if []:
        return "a"
    elif not 2:
        return "b"
    return "c"


if isinstance:
    pass
elif not b"x":
    print("never")
for _ in range(2):
    if 0:
        pass
    elif "":
        continue
    elif not ():
        print("once", _)
while not []:
    if 0:
        continue
    elif not 1:
        break
    break
print(choose())
