# What tasks of any make have in common.

from _asyncio import _future_info as _task_repr_info
from asyncio.base_futures import _future_repr as _task_repr

__all__ = ()


def _places(task):
    """Pairs of frame and line, outermost first, and whether they are a traceback's."""
    coro = task.get_coro()
    for attribute in ('cr_frame', 'gi_frame', 'ag_frame'):
        if hasattr(coro, attribute):
            frame = getattr(coro, attribute)
            break
    else:
        frame = None
    places = []
    if frame is not None:
        while frame is not None:
            places.append((frame, frame.f_lineno))
            frame = frame.f_back
        places.reverse()
        return places, False
    # Not `exception()`: to look at the stack is not to have dealt with the error.
    if task._exception is not None:
        entry = task._exception.__traceback__
        while entry is not None:
            places.append((entry.tb_frame, entry.tb_lineno))
            entry = entry.tb_next
        return places, True
    return places, False


def _limited(task, limit):
    places, failed = _places(task)
    if limit is not None:
        # The newest frames of a stack, the oldest ones of a traceback.
        places = places[:limit] if failed else places[max(len(places) - limit, 0):]
    return places, failed


def _task_get_stack(task, limit):
    return [frame for frame, _ in _limited(task, limit)[0]]


def _task_print_stack(task, limit, file):
    from traceback import FrameSummary, format_exception_only, print_list
    places, failed = _limited(task, limit)
    error = task._exception if failed else None
    if not places:
        print(f'No stack for {task!r}', file=file)
    else:
        title = 'Stack' if error is None else 'Traceback'
        print(f'{title} for {task!r} (most recent call last):', file=file)
    print_list([FrameSummary(frame.f_code.co_filename, line, frame.f_code.co_name)
                for frame, line in places], file=file)
    if error is not None:
        print(*format_exception_only(error), sep='', end='', file=file)
