# exit: 1
def work():
    if True:
        print("a")
      print("b")
