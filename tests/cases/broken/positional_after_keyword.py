print(sep=", ", "a", "b")
