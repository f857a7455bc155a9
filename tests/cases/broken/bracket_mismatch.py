# exit: 1
squares = [n * n for n in (1, 2, 3]]
print(squares)
