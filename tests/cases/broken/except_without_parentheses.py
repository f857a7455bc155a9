# exit: 1
try:
    number = int("x")
except ValueError, TypeError:
    print("no number")
