# Tracebacks can be made, and their links changed.
import sys
import types

frame = sys._getframe()
first = types.TracebackType(None, frame, 1, 2)
second = types.TracebackType(first, frame, 3, 4)
print(second.tb_lasti, second.tb_lineno, second.tb_next is first, second.tb_frame is frame, first.tb_next)
for wrong in ((3, frame, 1, 2), (None, 3, 1, 2), (None, frame, 'x', 2), (None, frame, 1, 'x'), (None,)):
    try:
        types.TracebackType(*wrong)
    except TypeError as error:
        print(error)
try:
    del second.tb_next
except TypeError as error:
    print(error)
try:
    first.tb_next = second
except ValueError as error:
    print(error)
second.tb_next = None
print(second.tb_next)


def last_line(function):
    try:
        function()
    except Exception as error:
        frame = error.__traceback__.tb_next.tb_frame
        return frame.f_lineno - frame.f_code.co_firstlineno


def raised_again():
    try:
        1 / 0
    except TypeError:
        pass


def in_handler():
    try:
        1 / 0
    except ZeroDivisionError as error:
        1 / 0
        pass


def in_finally():
    try:
        1 / 0
    finally:
        pass


def in_with():
    with open('/dev/null'):
        1 / 0
        pass


print([last_line(f) for f in (raised_again, in_handler, in_finally, in_with)])

# expect: 3 4 True True None
# expect: expected traceback object or None, got 'int'
# expect: traceback() argument 'tb_frame' must be frame, not int
# expect: 'str' object cannot be interpreted as an integer
# expect: 'str' object cannot be interpreted as an integer
# expect: traceback() missing required argument 'tb_frame' (pos 2)
# expect: can't delete tb_next attribute
# expect: traceback loop detected
# expect: None
# expect: [3, 4, 4, 2]
