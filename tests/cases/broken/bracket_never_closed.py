# exit: 1
def total(prices):
    result = sum([price * 2 for price in prices
    return result

print(total([1, 2]))
