try:
    number = int("7")
print(number)
