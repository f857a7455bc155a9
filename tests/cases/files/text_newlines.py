# args: <FOLDER>
import sys


path = sys.argv[1] + "/file"

with open(path, "wb") as file:
    file.write("héllo\nworld\r\nx\ry\n".encode())
for newline in [None, "", "\n", "\r", "\r\n"]:
    with open(path, newline=newline) as file:
        print(repr(newline), file.readlines(), file.newlines)
    with open(path, newline=newline) as file:
        print([file.readline(3) for _ in range(8)], file.tell())
    with open(path, newline=newline) as file:
        print([file.read(3) for _ in range(8)], file.tell(), file.newlines)
    with open(path + "2", "w", newline=newline) as file:
        file.write("a\nb\r\nc\rd")
    print(open(path + "2", "rb").read())
