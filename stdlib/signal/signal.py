# Names of signals, and what they are set to.

from _named_integers import IntNames, convert, make
from _signal import (
    _get, _is_ignored, _set, _set_default_interrupt, alarm, default_int_handler, getitimer, pause,
    raise_signal, set_wakeup_fd, setitimer, strsignal)

_NAMES = [
    ('SIGHUP', 1), ('SIGINT', 2), ('SIGQUIT', 3), ('SIGILL', 4), ('SIGTRAP', 5),
    ('SIGABRT', 6), ('SIGIOT', 6), ('SIGBUS', 7), ('SIGFPE', 8), ('SIGKILL', 9),
    ('SIGUSR1', 10), ('SIGSEGV', 11), ('SIGUSR2', 12), ('SIGPIPE', 13), ('SIGALRM', 14),
    ('SIGTERM', 15), ('SIGSTKFLT', 16), ('SIGCHLD', 17), ('SIGCLD', 17), ('SIGCONT', 18),
    ('SIGSTOP', 19), ('SIGTSTP', 20), ('SIGTTIN', 21), ('SIGTTOU', 22), ('SIGURG', 23),
    ('SIGXCPU', 24), ('SIGXFSZ', 25), ('SIGVTALRM', 26), ('SIGPROF', 27), ('SIGWINCH', 28),
    ('SIGIO', 29), ('SIGPOLL', 29), ('SIGPWR', 30), ('SIGSYS', 31), ('SIGRTMIN', 34),
    ('SIGRTMAX', 64)]

Signals = make(IntNames, 'Signals', __name__, _NAMES)
Handlers = make(IntNames, 'Handlers', __name__, [('SIG_DFL', 0), ('SIG_IGN', 1)])
for _name, _ in _NAMES:
    globals()[_name] = getattr(Signals, _name)
del _name, _

SIG_DFL, SIG_IGN = Handlers.SIG_DFL, Handlers.SIG_IGN
NSIG = 65
ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF = 0, 1, 2
ItimerError = OSError

# What was set here that is no callable, or was so from the start: SIGPIPE and SIGXFSZ are ignored, and
# what whoever started the program has it ignore.
_set_to = {2: default_int_handler, 13: SIG_IGN, 25: SIG_IGN}
_set_to.update((number, SIG_IGN) for number in range(1, NSIG)
               if number not in (32, 33) and _is_ignored(number))


def _sighandler_noop(signum, frame):
    """Stands for a handler of an event loop."""


def signal(signalnum, handler):
    """Set the action for a signal; what it was before."""
    if not callable(handler) and handler not in (0, 1):
        raise TypeError('signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable '
                        'object')
    before = getsignal(signalnum)
    number = int(signalnum)
    if handler is default_int_handler and number == 2:
        _set_default_interrupt(number)
    else:
        _set(number, int(handler) if handler in (0, 1) else handler)
    _set_to[number] = convert(Handlers, handler) if handler in (0, 1) else handler
    return before


def getsignal(signalnum):
    """The current action for a signal."""
    found = _get(int(signalnum))
    if found is True:
        return _sighandler_noop
    if found is not None:
        return found
    known = _set_to.get(int(signalnum), SIG_DFL)
    return known if not callable(known) or known is default_int_handler else SIG_DFL


def siginterrupt(signalnum, flag, /):
    """Calls that wait always come back for a signal."""
    getsignal(signalnum)


def valid_signals():
    """The signals that the system allows to be set."""
    return {convert(Signals, number) for number in range(1, NSIG) if number not in (32, 33)}
