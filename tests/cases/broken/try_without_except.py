# exit: 1
try:
    number = int("7")
print(number)
