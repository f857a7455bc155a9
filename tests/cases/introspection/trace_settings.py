# What a trace function sets on frames, what it returns, and what happens if it fails.
import sys


def function():
    a = 1
    b = 2
    return a + b


def run(tracer):
    log.clear()
    sys.settrace(tracer)
    try:
        function()
    except Exception as error:
        log.append(repr(error))
    print(sys.gettrace() is None, *log)
    sys.settrace(None)


def no_lines(frame, event, arg):
    frame.f_trace_lines = False
    log.append(event)
    return no_lines


def calls_only(frame, event, arg):
    log.append((event, frame.f_code.co_name))


def fails(frame, event, arg):
    log.append(event)
    if event == 'line':
        raise KeyError(frame.f_lineno - frame.f_code.co_firstlineno)
    return fails


def changes(frame, event, arg):
    if event == 'line':
        frame.f_locals['a'] = 10
    if event == 'return':
        log.append(arg)
    return changes


def keeps(frame, event, arg):
    log.append(event)
    return keeps if event == 'call' else None


log = []
for tracer in (no_lines, calls_only, fails, changes, keeps):
    run(tracer)


def set_in_caller():
    sys._getframe().f_back.f_trace = keeps
    sys.settrace(keeps)


def caller():
    set_in_caller()
    x = 1
    sys.settrace(None)


log.clear()
caller()
print(*log)

frame = sys._getframe()
for name, value in [('f_trace_lines', 1), ('f_trace_opcodes', None), ('f_lineno', 'x'), ('f_lineno', 3)]:
    try:
        setattr(frame, name, value)
    except Exception as error:
        print(type(error).__name__, error)
frame.f_trace = 3
print(frame.f_trace)
del frame.f_trace
print(frame.f_trace)

# expect: False call return
# expect: False ('call', 'function')
# expect: True call line KeyError(1)
# expect: False 12
# expect: False call line line line return
# expect: line line
# expect: TypeError attribute value type must be bool
# expect: TypeError attribute value type must be bool
# expect: ValueError lineno must be an integer
# expect: ValueError f_lineno can only be set in a trace function
# expect: 3
# expect: None
