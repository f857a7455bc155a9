print(len("abc")))
