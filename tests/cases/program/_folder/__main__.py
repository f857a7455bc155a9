import sys

import beside

print(__name__, repr(__package__), sys.argv, sys.path[0].endswith("_folder"), beside.__name__)
