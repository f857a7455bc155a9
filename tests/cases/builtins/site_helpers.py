# What people type at a prompt is there in scripts, too.
import builtins
import sys

print(exit, quit, sep='\n')
print(type(exit).__name__, exit.name, exit.eof, exit is builtins.exit, exit is not quit)
print(help)
for name in 'copyright', 'credits', 'exit', 'help', 'license', 'quit':
    print(name, hasattr(builtins, name), name in dir(builtins), callable(getattr(builtins, name)))


class C:
    exit = exit

    def leave(self):
        quit('a reason')


print(C.exit)
for leave in (exit, quit, C().leave):
    sys.stdin = None
    try:
        leave()
    except SystemExit as raised:
        print(repr(raised), raised.code)
builtins.exit = 3
print(exit)
del builtins.exit
exit = 4
print(exit)
quit(5)
# exit: 5
