# A place in the program that has seen small numbers as subscripts still refuses everything else.
def subscript(text, key):
    try:
        return text[key]
    except TypeError as problem:
        return str(problem)


for text in "abcdefgh", list("abcdefgh"), tuple("abcdefgh"):
    for _ in range(50):
        subscript(text, 1)
    for key in None, True, False, ..., NotImplemented, "a", 1.0, ():
        print(subscript(text, key))
