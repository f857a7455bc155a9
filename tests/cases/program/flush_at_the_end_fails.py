# exit: 120
import sys


class Stream:
    def write(self, text):
        pass

    def flush(self):
        1 / 0


sys.stdout = Stream()
