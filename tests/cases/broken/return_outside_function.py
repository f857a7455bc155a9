# exit: 1
number = 7
if number > 5:
    return number
