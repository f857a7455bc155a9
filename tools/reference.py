"""Writes a page for each public module of the library: `taipan tools/reference.py FOLDER`.

What the pages say comes from the modules themselves: names, signatures and the first line of
each documentation text.
"""

import importlib
import inspect
import os
import re
import sys
import types

ADDRESS = re.compile(r' at 0x[0-9a-f]+')
# Modules within packages that documentation has pages for.
INNER = (
    'collections.abc', 'concurrent.futures', 'importlib.abc', 'importlib.machinery', 'importlib.metadata',
    'importlib.resources', 'importlib.util', 'os.path',
)
# Methods that every object has are not worth a row.
COMMON = set(dir(object)) | {'__dict__', '__weakref__', '__module__', '__annotations__', '__slots__'}


def public_modules():
    for name in sorted((*sys.stdlib_module_names, *INNER)):
        if name.startswith('_'):
            continue
        try:
            yield name, importlib.import_module(name)
        except ModuleNotFoundError:
            continue


def signature(thing):
    try:
        text = str(inspect.signature(thing))
    except (ValueError, TypeError):
        return '(…)'
    return ADDRESS.sub('', text)


def summary(thing):
    """The first sentence of the documentation, on one line."""
    text = inspect.getdoc(thing) or ''
    paragraph = ' '.join(text.partition('\n\n')[0].split())
    sentence = paragraph.partition('. ')[0].rstrip('.')
    return sentence.replace('|', '\\|')


def row(call, thing):
    said = summary(thing)
    return f'* `{call}`' + (f': {said}' if said else '')


def is_own(cls, name):
    """Whether the class, or one that it inherits from, says this itself and publicly."""
    return not name.startswith('_') or name.startswith('__') and name not in COMMON and name in vars(cls)


def class_section(name, cls):
    lines = [f'### `{name}{signature(cls)}`', '']
    said = summary(cls)
    if said:
        lines += [said + '.', '']
    bases = [base.__qualname__ for base in cls.__bases__ if base is not object]
    if bases:
        lines += ['Inherits from ' + ', '.join(f'`{base}`' for base in bases) + '.', '']
    calls, values = [], []
    for attribute in sorted(vars(cls)):
        if not is_own(cls, attribute):
            continue
        thing = inspect.getattr_static(cls, attribute)
        function = getattr(thing, '__func__', thing)
        if callable(function):
            calls.append(row(attribute + signature(function), function))
        elif inspect.isdatadescriptor(thing) or isinstance(thing, (property, types.GetSetDescriptorType)):
            values.append(row(attribute, thing))
    return lines + calls + values + ['']


def names_of(module):
    listed = getattr(module, '__all__', None)
    return sorted(listed if listed is not None else (name for name in vars(module) if not name.startswith('_')))


def page(title, module):
    functions, classes, exceptions, values = [], [], [], []
    for name in names_of(module):
        thing = getattr(module, name)
        if isinstance(thing, types.ModuleType):
            continue
        if not isinstance(thing, type):
            if callable(thing) and hasattr(thing, '__name__'):
                functions.append(row(name + signature(thing), thing))
            else:
                values.append(f'`{name}`')
        elif issubclass(thing, BaseException):
            exceptions.append(row(f'{name}({", ".join(base.__name__ for base in thing.__bases__)})', thing))
        else:
            classes += class_section(name, thing)
    lines = [f'# {title}', '']
    said = summary(module)
    if said:
        lines += [said + '.', '']
    for heading, rows in (('Functions', functions), ('Exceptions', exceptions)):
        if rows:
            lines += [f'## {heading}', '', *rows, '']
    if classes:
        lines += ['## Classes', '', *classes]
    if values:
        lines += ['## Values', '', ', '.join(values) + '.', '']
    return '\n'.join(lines)


def main(folder):
    rows = ['# The library', '', 'One page a module, written by `tools/reference.py`.', '']
    for name, module in public_modules():
        with open(os.path.join(folder, name + '.md'), 'w', encoding='utf-8') as out:
            out.write(page(name, module))
        said = summary(module)
        rows.append(f'* [{name}]({name}.md)' + (f': {said}' if said else ''))
    with open(os.path.join(folder, 'README.md'), 'w', encoding='utf-8') as out:
        out.write('\n'.join(rows) + '\n')


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
