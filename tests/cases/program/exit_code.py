# exit: 7
import sys

print("leaving")  # expect: leaving
sys.exit(7)
