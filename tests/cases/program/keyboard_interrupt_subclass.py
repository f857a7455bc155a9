# exit: 1
class Own(KeyboardInterrupt):
    pass


raise Own("x")
