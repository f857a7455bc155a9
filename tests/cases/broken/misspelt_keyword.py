whlie True:
    print("for ever")
