import _circular_three


def call():
    return _circular_three.missing
