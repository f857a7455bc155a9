def greet(name):
    if name == "world"
        print("hello")
