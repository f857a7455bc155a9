def help():
    """Explains what to do.

    return 1
