# The call graph: which frames a task stands in, and who awaits it. Who awaits whom is known to the
# engine; here it becomes objects and text.

import sys
from dataclasses import dataclass
from types import FrameType
from _asyncio import (
    Future, Task, current_task, isfuture, _awaited_by, _call_stack, _frame_generator,
    _get_running_loop, _leaves_out, future_add_to_awaited_by, future_discard_from_awaited_by)

__all__ = (
    'capture_call_graph', 'format_call_graph', 'print_call_graph', 'FrameCallGraphEntry',
    'FutureCallGraph')


@dataclass(frozen=True, slots=True)
class FrameCallGraphEntry:
    """A frame of a call stack."""
    frame: FrameType


@dataclass(frozen=True, slots=True)
class FutureCallGraph:
    """A future, where it stands, and the graphs of those that await it."""
    future: Future
    call_stack: tuple[FrameCallGraphEntry, ...]
    awaited_by: tuple['FutureCallGraph', ...]


def _cut(frames, limit):
    """The call stack of these frames, innermost first, with as many entries as asked for."""
    if limit is not None:
        frames = frames[:limit] if limit >= 0 else frames[limit:]
    return tuple(FrameCallGraphEntry(frame) for frame in frames)


def _executing(frame):
    """The frames from this one to that of the running task's coroutine."""
    found = []
    while frame is not None:
        if not _leaves_out(frame):
            found.append(frame)
        outer = frame.f_back
        if _frame_generator(frame) is not None and (
                outer is None or _frame_generator(outer) is None):
            break
        frame = outer
    return found


def _graph(future, frames, limit, above):
    # A circle of futures that await each other is followed once.
    around = above | {id(future)}
    waiters = [waiter for waiter in _awaited_by(future) if id(waiter) not in around]
    outer = tuple(_graph(waiter, _call_stack(waiter), limit, around) for waiter in waiters)
    return FutureCallGraph(future, _cut(frames, limit), outer)


def capture_call_graph(future=None, /, *, depth=1, limit=None):
    """The graph of the running task, or of another one; None if there is no task."""
    loop = _get_running_loop()
    running = None if loop is None else current_task(loop)
    if future is None:
        if loop is None:
            raise RuntimeError('capture_call_graph() is called outside of a running event loop '
                               'and no *future* to introspect was provided')
        future = running
        if future is None:
            # Within a callback of the loop.
            return None
    if not isfuture(future):
        raise TypeError(
            f'{future!r} object does not appear to be compatible with asyncio.Future')
    frames = _executing(sys._getframe(depth)) if future is running else _call_stack(future)
    return _graph(future, frames, limit, frozenset())


def _place(frame):
    """A line about a frame."""
    owner = _frame_generator(frame)
    kinds = {'cr_frame': 'async ', 'ag_frame': 'async generator ', 'gi_frame': 'generator '}
    kind = next((text for name, text in kinds.items() if hasattr(owner, name)), '')
    code = frame.f_code
    return f'File {code.co_filename!r}, line {frame.f_lineno}, in {kind}{code.co_qualname}()'


def _lines(graph, indent):
    future, address = graph.future, f'id={id(graph.future):#x}'
    is_task = isinstance(future, Task)
    about = f'Task(name={future.get_name()!r}, {address})' if is_task else f'Future({address})'
    yield f'{indent}* {about}'
    if graph.call_stack:
        yield f'{indent}  + Call stack:'
        for entry in graph.call_stack:
            yield f'{indent}  |   {_place(entry.frame)}'
    if graph.awaited_by:
        yield f'{indent}  + Awaited by:'
        for waiter in graph.awaited_by:
            yield from _lines(waiter, indent + '    ')


def format_call_graph(future=None, /, *, depth=1, limit=None):
    """The graph as text; empty if there is no task."""
    graph = capture_call_graph(future, depth=depth + 1, limit=limit)
    return '' if graph is None else '\n'.join(_lines(graph, ''))


def print_call_graph(future=None, /, *, file=None, depth=1, limit=None):
    """Print the graph."""
    print(format_call_graph(future, depth=depth + 1, limit=limit), file=file)
