import sys

from . import __name__ as package

print(__name__, package, sys.argv[0].endswith("part.py"), sys.argv[1:])
