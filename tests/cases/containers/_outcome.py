"""What running a piece of source leads to."""


def outcome(source):
    names = {"__name__": "__main__"}
    try:
        exec(source, names)
    except BaseException as error:
        print(type(error).__name__, error)
    else:
        print("ok", names.get("r"))
