# exit: 1
# expect stderr: strange
import sys


class Strange:
    def __str__(self):
        return "strange"


sys.exit(Strange())
