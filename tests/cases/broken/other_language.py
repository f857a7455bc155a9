# exit: 1
count = 0
count++
