# exit: 1
print("hello)
print("world")
