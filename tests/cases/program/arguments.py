# args: one --two -3
import sys

print(sys.argv[1:])  # expect: ['one', '--two', '-3']
print(__name__)  # expect: __main__
