# exit: 1
def area(width, height, width):
    return width * height
