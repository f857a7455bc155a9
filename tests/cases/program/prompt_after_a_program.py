# options: -q -i
import sys

value = 5
sys.exit(3)
