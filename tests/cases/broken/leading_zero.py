month = 07
print(month)
