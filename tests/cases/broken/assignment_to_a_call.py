# exit: 1
def price():
    return 3

price() = 4
