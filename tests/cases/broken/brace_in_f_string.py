# exit: 1
name = "world"
print(f"hello {name")
