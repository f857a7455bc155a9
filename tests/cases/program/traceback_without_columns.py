# options: -X no_debug_ranges
import sys
import traceback

sys.stderr = sys.stdout
try:
    1 + (2 / 0)
except ZeroDivisionError:
    traceback.print_exc()
# expect: Traceback (most recent call last):
# expect:   File "traceback_without_columns.py", line 7, in <module>
# expect:     1 + (2 / 0)
# expect: ZeroDivisionError: division by zero
