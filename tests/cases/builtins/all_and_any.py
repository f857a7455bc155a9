# all and any stop at the first answer.
def show(values):
    for value in values:
        print("asked", value)
        yield value

print(all([]), any([]), all([1, "a", [0]]), any([0, "", None]), all({0: 1}), any({0: 1}))
print(any(show([0, 1, 2])))
print(all(show([1, 0, 2])))
