# exit: 1
def help():
    """Explains what to do.

    return 1
