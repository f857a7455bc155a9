# exit: 1
# expect stderr: no good
import sys

sys.exit("no good")
