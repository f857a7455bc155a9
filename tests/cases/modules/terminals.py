# Terminals: modes, sizes, and what is no terminal.
import os
import termios
import tty


def attempt(call, *args):
    try:
        return call(*args)
    except Exception as exc:
        return f'{type(exc).__name__}: {exc}'


first, second = os.openpty()
modes = termios.tcgetattr(second)
print(len(modes), len(modes[tty.CC]), modes[tty.CC][termios.VINTR], termios.tcgetattr(second) == modes)
print(os.isatty(second), os.ttyname(second).startswith('/dev/'))
for wrong in (modes[:6], tuple(modes), [*modes[:6], [b'x']], [*modes[:6], [b'ab', *modes[6][1:]]],
              ['x', *modes[1:]], [*modes[:4], 99, 99, modes[6]]):
    print(attempt(termios.tcsetattr, second, termios.TCSANOW, wrong))
print(attempt(termios.tcsetattr, second, 99, modes))
print(termios.tcgetwinsize(second), termios.tcsetwinsize(second, (10, 20)), termios.tcgetwinsize(first))
for wrong in (5, (1,), (-1, 2), (1, 70000), ('a', 2)):
    print(attempt(termios.tcsetwinsize, second, wrong))
for call in (termios.tcdrain, termios.tcgetattr, termios.tcgetwinsize):
    print([attempt(call, fd) for fd in (1000, -1, 'x')])
read, write = os.pipe()
print(attempt(termios.tcgetattr, read), issubclass(termios.error, OSError))

# Line by line, with an echo; then each key, as it comes.
os.write(first, b'ab\x7fc\n')
print(os.read(second, 100), os.read(first, 100))
print(tty.setraw(second) == modes, tty.setcbreak(second) == modes)
tty.setraw(second, termios.TCSANOW)
print([termios.tcgetattr(second)[tty.CC][at] for at in (termios.VMIN, termios.VTIME)])
os.write(first, b'a\x7f')
print(os.read(second, 100))
os.write(second, b'line\n')
print(os.read(first, 100))
for change in (tty.cfmakeraw, tty.cfmakecbreak):
    changed = list(modes)
    change(changed)
    print([old == new for old, new in zip(modes, changed)], changed[tty.CC][:8])
