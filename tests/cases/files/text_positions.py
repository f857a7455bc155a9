# args: <FOLDER>
import sys


def show(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as error:
        print(type(error).__module__, type(error).__name__, str(error))


path = sys.argv[1] + "/file"

with open(path, "w") as file:
    file.write("".join(f"líne {number}\n" for number in range(3000)))
places = []
with open(path) as file:
    while line := file.readline():
        places.append((line, file.tell()))
    for line, place in places[::700]:
        assert file.seek(place) == place
        print(repr(line), place, repr(file.readline()), repr(file.read(4)), file.tell())
    print(file.seek(0, 2), repr(file.read()), file.seek(0), file.read(3), file.tell())
    for line in file:
        break
    show(file.tell)
    print(len(file.readlines()), file.tell())
with open(path, "r+") as file:
    print(file.readline(), file.seek(0), file.write("LINE"), file.seek(0), file.readline())
with open(path, "a+") as file:
    end = file.tell()
    print(file.write("é"), file.tell() - end, file.seek(end), file.read(), file.truncate(3), file.seek(0), file.read())
