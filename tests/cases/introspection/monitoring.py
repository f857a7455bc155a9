# sys.monitoring: tools, events everywhere and in one function, and DISABLE.
import sys

mon = sys.monitoring
E = mon.events
log = []


def function(n):
    total = 0
    for i in range(n):
        total += i
    return str(total)


def generator():
    yield 1


def fails():
    try:
        raise KeyError(1)
    except KeyError:
        pass
    raise ValueError(2)


def name(code):
    return code.co_name


def show(*args):
    shown = [a.co_name if hasattr(a, 'co_name') else a for a in args]
    return ' '.join(getattr(a, '__name__', None) or repr(a) for a in shown)


def run(events, *calls):
    mon.set_events(tool, events)
    for call in calls:
        try:
            call()
        except ValueError:
            pass
    mon.set_events(tool, 0)
    print(*log, sep='\n')
    log.clear()


tool = 3
mon.use_tool_id(tool, 'test')
print(mon.get_tool(tool), mon.get_tool(2))
for event in ('PY_START', 'PY_RETURN', 'PY_RESUME', 'PY_YIELD', 'PY_UNWIND', 'RAISE', 'EXCEPTION_HANDLED'):
    def callback(code, offset, *rest, event=event):
        if code.co_filename == __file__ and code.co_name not in ('run', '<module>'):
            log.append(f'{event} {code.co_name} {rest}')
    mon.register_callback(tool, getattr(E, event), callback)
run(E.PY_START | E.PY_RETURN, lambda: function(2))
run(E.PY_START | E.PY_RESUME | E.PY_YIELD | E.PY_RETURN, lambda: list(generator()))
run(E.RAISE | E.EXCEPTION_HANDLED | E.PY_UNWIND, fails)


def line(code, number):
    if code is function.__code__:
        log.append(number - code.co_firstlineno)
        if number - code.co_firstlineno == 3:
            return mon.DISABLE


mon.register_callback(tool, E.LINE, line)
run(E.LINE, lambda: function(2))
run(E.LINE, lambda: function(2))
mon.restart_events()
mon.set_local_events(tool, function.__code__, E.LINE)
print(mon.get_local_events(tool, function.__code__), mon.get_local_events(tool, fails.__code__))
function(1)
mon.set_local_events(tool, function.__code__, 0)
function(1)
print(log)
log.clear()


def called(code, offset, callee, first):
    if code is function.__code__:
        log.append((callee.__name__, first))


mon.register_callback(tool, E.CALL, called)
run(E.CALL, lambda: function(2))
for wrong in (lambda: mon.use_tool_id(tool, 'other'), lambda: mon.use_tool_id(6, 'x'),
              lambda: mon.set_events(1, E.LINE), lambda: mon.set_events(tool, 1 << 30),
              lambda: mon.set_events(tool, E.C_RETURN), lambda: mon.register_callback(tool, 3, None),
              lambda: mon.set_local_events(tool, function.__code__, E.RAISE),
              lambda: mon.set_local_events(tool, 3, E.LINE), lambda: mon.use_tool_id(0, 3)):
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__, error)
mon.free_tool_id(tool)
print(mon.get_tool(tool), mon._all_events())

# expect: test None
# expect: PY_START <lambda> ()
# expect: PY_START function ()
# expect: PY_RETURN function ('1',)
# expect: PY_RETURN <lambda> ('1',)
# expect: PY_START <lambda> ()
# expect: PY_START generator ()
# expect: PY_YIELD generator (1,)
# expect: PY_RESUME generator ()
# expect: PY_RETURN generator (None,)
# expect: PY_RETURN <lambda> ([1],)
# expect: RAISE fails (KeyError(1),)
# expect: EXCEPTION_HANDLED fails (KeyError(1),)
# expect: RAISE fails (ValueError(2),)
# expect: PY_UNWIND fails (ValueError(2),)
# expect: 1
# expect: 2
# expect: 3
# expect: 2
# expect: 2
# expect: 4
# expect: 1
# expect: 2
# expect: 2
# expect: 2
# expect: 4
# expect: 32 0
# expect: [1, 2, 3, 2, 4]
# expect: ('range', 2)
# expect: ('str', 1)
# expect: ValueError tool 3 is already in use
# expect: ValueError invalid tool 6 (must be between 0 and 5)
# expect: ValueError tool 1 is not in use
# expect: ValueError invalid event set 0x40000000
# expect: ValueError cannot set C_RETURN or C_RAISE events independently
# expect: ValueError The callback can only be set for one event at a time
# expect: ValueError invalid local event set 0x400
# expect: TypeError code must be a code object
# expect: ValueError tool name must be a str
# expect: None {}
