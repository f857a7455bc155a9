def work():
    if True:
        print("a")
      print("b")
