# exit: 1
def area(width, height:
    return width * height

numbers = [1, 2, 3
for number in numbers
    print number

print("done"
