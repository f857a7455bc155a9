# Every public name of asyncio is there, with the documented signature.
# differs: names of 3.14, and signatures where CPython tells none
import asyncio
import asyncio.subprocess
import inspect
import re

from _api import PAGES

# What has to be an instance, since it is no attribute of the class.
MADE = {'Condition': asyncio.Condition, 'IncompleteReadError': lambda: asyncio.IncompleteReadError(b'', 1),
        'LimitOverrunError': lambda: asyncio.LimitOverrunError('', 1)}
# Attributes that instances get when they are made, which nothing here makes.
ATTRIBUTES = {'Process.pid', 'Process.stdin', 'Process.stdout', 'Process.stderr'}


def find(name):
    """The object, and whether it is a method found in its class."""
    place, in_class = asyncio, False
    for part in name.split('.'):
        if in_class := inspect.isclass(place):
            if part not in dir(place) and place.__name__ in MADE:
                place, in_class = MADE[place.__name__](), False
        place = getattr(place, part)
    return place, in_class and callable(place)


def signature(name):
    found, is_method = find(name)
    if not callable(found):
        return ''
    told = inspect.signature(found)
    parameters = [each.replace(annotation=each.empty) for each in told.parameters.values()]
    text = str(inspect.Signature(parameters[1:] if is_method else parameters))
    # Numbers by the names of enums.
    return re.sub(r'<[\w.]+: (-?\d+)>', r'\1', text)


count, missing, wrong = 0, [], []
for page, lines in PAGES.items():
    for line in lines.split('\n'):
        name, _, documented = line.strip().partition(' ')
        if not name or name.removeprefix('subprocess.') in ATTRIBUTES:
            continue
        kinds = ['AbstractEventLoop', 'EventLoop'] if name.startswith('loop.') else ['']
        for kind in kinds:
            full = name.replace('loop', kind, 1) if kind else name
            if full == 'AbstractEventLoop.slow_callback_duration':
                continue
            count += 1
            try:
                told = signature(full)
            except AttributeError:
                missing.append(full)
                continue
            except (ValueError, TypeError):
                told = 'no signature'
            if documented and told != documented:
                wrong.append(f'{full}: {told} is not {documented}')
print(count > 300)
print('missing:', *missing)
print('signatures:', *wrong, sep='\n')
print('in __all__ but not there:', [name for name in asyncio.__all__ if not hasattr(asyncio, name)])
