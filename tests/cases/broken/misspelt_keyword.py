# exit: 1
whlie True:
    print("for ever")
