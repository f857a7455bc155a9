# exit: 1
import sys

sys.stderr = None
1 / 0
