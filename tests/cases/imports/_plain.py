"""A module."""
x = 1
names = [__name__, __package__, __spec__.name, __spec__.parent, __loader__.name]
