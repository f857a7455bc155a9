# The package's names, most of which are methods of the context that is chosen when first needed.

import sys

from pkgutil import extend_path

__path__ = extend_path(__path__, __name__)

from multiprocessing import context as _context
from multiprocessing.context import (
    AuthenticationError, BufferTooShort, Process, ProcessError, TimeoutError)
from multiprocessing.process import active_children, current_process, parent_process

_default = _context.DefaultContext()

_METHODS = (
    'Barrier', 'BoundedSemaphore', 'Condition', 'Event', 'JoinableQueue', 'Lock', 'Pipe', 'Pool', 'Queue',
    'RLock', 'Semaphore', 'SimpleQueue', 'cpu_count', 'freeze_support', 'get_all_start_methods',
    'get_context', 'get_start_method', 'set_executable', 'set_start_method')

__all__ = ['AuthenticationError', 'BufferTooShort', 'Process', 'ProcessError', 'TimeoutError',
           'active_children', 'current_process', 'parent_process', *_METHODS]

for _name in _METHODS:
    globals()[_name] = getattr(_default, _name)
del _name

# What a child defines in the module that the program is, it sends back by this name.
if '__main__' in sys.modules:
    sys.modules['__mp_main__'] = sys.modules['__main__']
