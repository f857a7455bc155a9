# options: -W default
# args: <FOLDER>
import sys


path = sys.argv[1] + "/file"
open(path, "w")


def leave():
    open(path, "rb")


leave()
open(path, "rb", 0)
file = open(path)
file.close()
del file
with open(path) as file:
    pass
del file
print("end")
