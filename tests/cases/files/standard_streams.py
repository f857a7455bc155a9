# stdin: héllo wörld
# stdin: second
import sys


def show(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as error:
        print(type(error).__module__, type(error).__name__, str(error))


print(sys.stdin, sys.stdout, sys.stderr)
print(sys.stdin.errors, sys.stdout.errors, sys.stderr.errors, sys.stdin.mode, sys.stdout.mode)
print(sys.stdin.buffer, sys.stdin.buffer.raw, sys.stdout.buffer, sys.stderr.line_buffering, sys.stdout.line_buffering)
print(sys.stdin.fileno(), sys.stdout.fileno(), sys.stdin.isatty(), sys.stdout.writable(), sys.stdout.readable())
print(sys.stdin is sys.__stdin__, sys.stdout.name, sys.stdin.read(3), sys.stdin.readline(), list(sys.stdin))
sys.stdout.buffer.write(b"before\n")
print("after")
sys.stdout.flush()
sys.stdout.reconfigure(encoding="ascii", errors="backslashreplace")
print("é", sys.stdout.encoding)
raw = sys.stdout.detach()
raw.write(b"raw\n")
show(sys.stdout.write, "x") if False else None
sys.stdout = None
