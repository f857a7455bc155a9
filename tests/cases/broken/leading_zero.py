# exit: 1
month = 07
print(month)
