# Calls, lines, exceptions and returns as a trace function hears of them, statements without an
# instruction of their own included.
import sys


def loops():
    for i in range(2):
        a = i
    while a < 3:
        a += 1
    while 1:
        a += 1
        break
    return a


def branches(x):
    if x:
        pass
    else:
        x = 2
    try:
        1 / (x - 2)
    except ZeroDivisionError as error:
        pass
    finally:
        x = 3
    with open('/dev/null'):
        x = 4


def returns():
    try:
        return 1
    finally:
        x = 2


def raises():
    raise ValueError


class Number:
    def __init__(self):
        self.n = 1

    def __add__(self, other):
        return 2

    @property
    def double(self):
        return 3


def objects():
    number = Number()
    number + 1
    return number.double


def calls():
    return sorted([2, 1], key=lambda v: -v)


def tracer(frame, event, arg):
    if frame.f_code.co_filename == __file__:
        if event == 'exception':
            arg = arg[0].__name__
        name, line = frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno
        events.append(f'{name}:{event}:{line}' + (f':{arg}' if arg is not None else ''))
        return tracer


for function, *args in [(loops,), (branches, 0), (branches, 1), (returns,), (raises,), (objects,), (calls,)]:
    events = []
    sys.settrace(tracer)
    try:
        function(*args)
    except ValueError:
        pass
    sys.settrace(None)
    print(*events)

# expect: loops:call:0 loops:line:1 loops:line:2 loops:line:1 loops:line:2 loops:line:1 loops:line:3 loops:line:4 loops:line:3 loops:line:4 loops:line:3 loops:line:5 loops:line:6 loops:line:7 loops:line:8 loops:return:8:4
# expect: branches:call:0 branches:line:1 branches:line:4 branches:line:5 branches:line:6 branches:exception:6:ZeroDivisionError branches:line:7 branches:line:8 branches:line:10 branches:line:11 branches:line:12 branches:line:11 branches:return:11
# expect: branches:call:0 branches:line:1 branches:line:2 branches:line:5 branches:line:6 branches:line:10 branches:line:11 branches:line:12 branches:line:11 branches:return:11
# expect: returns:call:0 returns:line:1 returns:line:2 returns:line:4 returns:return:4:1
# expect: raises:call:0 raises:line:1 raises:exception:1:ValueError raises:return:1
# expect: objects:call:0 objects:line:1 __init__:call:0 __init__:line:1 __init__:return:1 objects:line:2 __add__:call:0 __add__:line:1 __add__:return:1:2 objects:line:3 double:call:0 double:line:2 double:return:2:3 objects:return:3:3
# expect: calls:call:0 calls:line:1 <lambda>:call:0 <lambda>:line:0 <lambda>:return:0:-2 <lambda>:call:0 <lambda>:line:0 <lambda>:return:0:-1 calls:return:1:[2, 1]
