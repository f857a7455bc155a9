# exit: 1
def greet(name):
    if name == "world"
        print("hello")
