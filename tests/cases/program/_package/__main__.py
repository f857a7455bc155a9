import sys

print(__name__, __package__, sys.argv[1:], __file__.endswith("_package/__main__.py"))
