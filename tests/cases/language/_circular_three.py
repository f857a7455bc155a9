import _circular_four

_circular_four.call()
