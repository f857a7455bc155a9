import io
import sys


def show(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as error:
        print(type(error).__module__, type(error).__name__, str(error))


class Only:
    def write(self, text):
        sys.stdout.write("<" + text + ">")


print("a", "b", file=Only())
show(print, "a", file=Only(), flush=True)
show(print, "a", file=5)
file = io.StringIO()
print(1, 2.5, None, file=file, sep=", ", end="!")
print(repr(file.getvalue()))
saved, sys.stdout = sys.stdout, io.StringIO()
print("hidden")
hidden, sys.stdout = sys.stdout.getvalue(), saved
print([hidden])
sys.stdout = None
print("nowhere")
sys.stdout = saved
sys.stdin = io.StringIO("first\nsecond")
print([input("? "), input()])
show(input)
sys.stdin = None
show(input)
