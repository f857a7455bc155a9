# print: separators, ends, files, flushing.
print()
print(1, "a", None, [1, "b"], sep="-", end="!\n")
print("x", "y", sep=None, end=None)
print(*range(5), sep="")

class File:
    def write(self, text):
        written.append(text)
    def flush(self):
        written.append("<flush>")

written = []
print("a", 1, sep=", ", file=File(), flush=True)
print(file=File())
print(written)
for options in ({"sep": 1}, {"end": b""}, {"nonsense": 1}, {"file": 5}):
    try:
        print("never", **options)
    except Exception as error:
        print(type(error).__name__, error)

class Bad:
    def __str__(self):
        raise ValueError("no text")

try:
    print("before", Bad())
except ValueError as error:
    print("|", error)
