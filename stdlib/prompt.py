import builtins
import inspect
import keyword
import os
import re
import sys
import time
import types

NAME = r'[^\W\d]\w*'
PATH = rf'{NAME}(?:\.{NAME}|\[(?:\'[^\']*\'|"[^"]*"|\d+)\])*'
STEP = re.compile(rf'\.({NAME})|\[(?:\'([^\']*)\'|"([^"]*)"|(\d+))\]')
OPENING, CLOSING = '([{', ')]}'
NOTHING = object()
MOST = 500

_bases = type.__dict__['__mro__'].__get__
_contents = type.__dict__['__dict__'].__get__


def _classes(thing):
    return _bases(type(thing))


def _own(thing):
    """What an object has for itself, without asking its class."""
    if isinstance(thing, type):
        return {}
    try:
        own = object.__getattribute__(thing, '__dict__')
    except Exception:
        return {}
    return own if type(own) is dict else {}


def _attributes(thing):
    names = {name for cls in _classes(thing) for name in _contents(cls)}
    if isinstance(thing, type):
        names.update(name for cls in _bases(thing) for name in _contents(cls))
    names.update(_own(thing))
    return {name for name in names if isinstance(name, str)}


# Reading these runs nothing of the program's own.
HARMLESS = (types.MemberDescriptorType, types.GetSetDescriptorType)


def _attribute(thing, name):
    """An attribute, unless code of the program would have to run for it."""
    try:
        found = inspect.getattr_static(thing, name)
    except Exception:
        return NOTHING
    if isinstance(found, (staticmethod, classmethod)):
        return found.__func__
    if isinstance(found, HARMLESS):
        return found.__get__(thing, type(thing)) if not isinstance(thing, type) else found
    if isinstance(found, property) or hasattr(type(found), '__get__') and not callable(found):
        return NOTHING
    return found


def _item(thing, key):
    if type(thing) in (dict, list, tuple):
        try:
            return thing[key]
        except (LookupError, TypeError):
            pass
    return NOTHING


def _named(path, namespace):
    """What a path of names, attributes and constant keys leads to."""
    first = re.match(NAME, path).group()
    thing = namespace.get(first, NOTHING)
    if thing is NOTHING:
        thing = vars(builtins).get(first, NOTHING)
    for attribute, one, two, number in STEP.findall(path[len(first):]):
        if thing is NOTHING:
            break
        if attribute:
            thing = _attribute(thing, attribute)
        else:
            thing = _item(thing, int(number) if number else one or two)
    return thing


def _without_strings(text):
    """The text with blanks for what is in strings and comments, and whether it ends in one."""
    out, at, quote = [], 0, ''
    while at < len(text):
        if quote:
            if text[at] == '\\':
                out.append('  ')
                at += 2
            elif text.startswith(quote, at):
                out.append(' ' * len(quote))
                at += len(quote)
                quote = ''
            else:
                out.append(' ')
                at += 1
            continue
        letter = text[at]
        if letter in '"\'':
            quote = letter * 3 if text.startswith(letter * 3, at) else letter
            out.append(' ' * len(quote))
            at += len(quote)
        elif letter == '#':
            end = text.find('\n', at)
            end = len(text) if end < 0 else end
            out.append(' ' * (end - at))
            at = end
        else:
            out.append(letter)
            at += 1
    return ''.join(out)[:len(text)], bool(quote)


def _call(before):
    """The path of what is being called at the end of the text, and what its arguments are so far."""
    bare, _ = _without_strings(before)
    depth = 0
    for at in range(len(bare) - 1, -1, -1):
        letter = bare[at]
        if letter in CLOSING:
            depth += 1
        elif letter in OPENING:
            if depth:
                depth -= 1
                continue
            found = letter == '(' and re.search(rf'({PATH})\s*$', before[:at])
            if not found or re.search(rf'\b(?:def|class)\s+$', before[:found.start()]):
                return None
            return found[1], bare[at + 1:]
    return None


def _parameters(thing):
    try:
        return inspect.signature(thing)
    except Exception:
        return None


def signature(text, cursor, namespace):
    """The signature of what is being called at the cursor, or nothing."""
    call = _call(text[:cursor])
    if call is None:
        return ''
    thing = _named(call[0], namespace)
    if thing is NOTHING or not callable(thing):
        return ''
    known = _parameters(thing)
    if known is None:
        return ''
    parameters = list(known.parameters.values())
    method = isinstance(thing, types.FunctionType) and '.' in call[0]
    if method and parameters and parameters[0].name in ('self', 'cls'):
        known = known.replace(parameters=parameters[1:])
    return f'{call[0].rpartition(".")[2]}{known}'


def _modules(prefix):
    """Modules and packages whose names begin so; within a package, its own."""
    parent, dot, _ = prefix.rpartition('.')
    names = set()
    if dot:
        package = sys.modules.get(parent)
        places = getattr(package, '__path__', None) if package is not None else None
        if package is None:
            places = [os.path.join(place or '.', *parent.split('.')) for place in sys.path]
        names.update(
            name[len(parent) + 1:].partition('.')[0]
            for name in [*sys.modules, *sys.builtin_module_names]
            if name.startswith(parent + '.'))
    else:
        places = [place or '.' for place in sys.path]
        names.update(sys.builtin_module_names)
        names.update(name.partition('.')[0] for name in sys.modules)
    for place in places or ():
        try:
            with os.scandir(place) as entries:
                for entry in entries:
                    stem, ending = os.path.splitext(entry.name)
                    if ending == '.py' or not ending and entry.is_dir():
                        names.add(stem)
        except (OSError, TypeError):
            continue
    return {name for name in names if name.isidentifier() and not name.startswith('__')}


def _names_in(module):
    """What can be imported from a module; only those of the library are imported for that."""
    known = sys.modules.get(module)
    if known is None and module.partition('.')[0] in sys.builtin_module_names:
        try:
            known = __import__(module, fromlist=['*'])
        except Exception:
            return set()
    if known is not None:
        return {*_own(known), *_modules(module + '.')}
    for place in sys.path:
        stem = os.path.join(place or '.', *module.split('.'))
        for file in (stem + '.py', os.path.join(stem, '__init__.py')):
            try:
                with open(file, encoding='utf-8', errors='replace') as source:
                    text = source.read(1_000_000)
            except OSError:
                continue
            found = re.findall(rf'^(?:async\s+)?(?:def|class)\s+({NAME})|^({NAME})\s*(?::[^=\n]+)?=', text, re.M)
            return {name for pair in found for name in pair if name} | _modules(module + '.')
    return set()


def _choose(start, prefix, names):
    """Those that begin so; what is private only if it is asked for."""
    found = sorted(name for name in names if name.startswith(prefix))
    if not prefix.startswith('_'):
        found = [name for name in found if not name.startswith('_')] or found
    return start, found[:MOST]


def complete(before, namespace):
    """Where what is being typed begins, and what could stand there."""
    line = before.rpartition('\n')[2]
    if command := re.match(r':(?:load|save)\s+(\S*)$', before):
        return _files(before, command[1])
    if command := re.match(r'(:\w*)$', before):
        return _choose(0, command[1], COMMANDS)
    if found := re.match(rf'\s*from\s+([\w.]+)\s+import\s+(?:\(?\s*)?(?:[\w\s,]*,\s*)?(\w*)$', line):
        return _choose(len(before) - len(found[2]), found[2], _names_in(found[1]))
    if found := re.match(r'\s*from\s+([\w.]*)$|\s*import\s+(?:[\w\s.,]*,\s*)?([\w.]*)$', line):
        path = found[1] if found[1] is not None else found[2]
        last = path.rpartition('.')[2]
        return _choose(len(before) - len(last), last, _modules(path))
    if found := re.search(rf'({PATH})\[(?:(["\'])([^"\'\]]*)|(\d*))$', before):
        return _keys(before, found, namespace)
    if _without_strings(before)[1]:
        return len(before), []
    if found := re.search(rf'({PATH})\s*\.\s*(\w*)$', before):
        thing = _named(found[1], namespace)
        names = set() if thing is NOTHING else _attributes(thing)
        return _choose(len(before) - len(found[2]), found[2], names)
    prefix = re.search(r'\w*$', before).group()
    if prefix[:1].isdigit() or not prefix and not before.endswith(('(', ', ', ',', ' ')):
        return len(before), []
    names = {name for name in namespace if isinstance(name, str)}
    names.update(vars(builtins), keyword.kwlist)
    named = _keywords(before, namespace)
    if not prefix and named:
        return len(before), sorted(named)
    return _choose(len(before) - len(prefix), prefix, names | named)


def _files(before, path):
    folder, last = os.path.split(os.path.expanduser(path))
    try:
        with os.scandir(folder or '.') as entries:
            names = {entry.name + '/' * entry.is_dir() for entry in entries}
    except OSError:
        names = set()
    return _choose(len(before) - len(last), last, names)


def _keys(before, found, namespace):
    thing = _named(found[1], namespace)
    quote = found[2]
    typed = found[3] if quote else found[4]
    if type(thing) is not dict:
        return len(before), []
    texts = []
    for key in list(thing)[:10_000]:
        if type(key) is str and "'" not in key and '"' not in key and '\\' not in repr(key):
            texts.append(f'{quote or "'"}{key}{quote or "'"}]')
        elif type(key) is int and not quote:
            texts.append(f'{key}]')
    start = len(before) - len(typed) - len(quote or '')
    prefix = (quote or '') + typed
    return start, sorted(text for text in texts if text.startswith(prefix))[:MOST]


def _keywords(before, namespace):
    """Keyword arguments of what is being called."""
    call = _call(before)
    if call is None or not re.search(r'(?:^|,)\s*\w*$', call[1]):
        return set()
    thing = _named(call[0], namespace)
    known = None if thing is NOTHING or not callable(thing) else _parameters(thing)
    if known is None:
        return set()
    by_name = (inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    given = set(re.findall(rf'({NAME})\s*=', call[1]))
    return {f'{p.name}=' for p in known.parameters.values()
            if p.kind in by_name and p.name not in given and p.name not in ('self', 'cls')}


COMMANDS = {
    ':help': 'this list',
    ':tasks': 'the tasks of the session, each with what it waits for',
    ':time EXPR': 'how long it takes; await may be in it',
    ':timeit EXPR': 'how long it takes on average, over many runs',
    ':dis NAME': 'the instructions of a function, or of source text',
    ':ast CODE': 'its syntax tree',
    ':tokens CODE': 'its tokens',
    ':who': 'the names that have been defined, with their types',
    ':load FILE': 'runs a file as if it had been typed',
    ':save FILE': 'writes what was entered in this session to a file',
    ':reset': 'begins anew, without names and tasks',
    ':clock real|virtual': 'begins anew with that clock; virtual time jumps while an await waits',
    ':seed N': 'begins anew with chance decided by that number',
    ':vi': 'keys as in vi',
    ':emacs': 'keys as in Emacs',
}

KEYS = {
    'Tab': 'completes; twice or where it is not clear: shows what could follow',
    'Enter': 'runs what is complete; Alt-Enter always begins a new line',
    'Ctrl-R, Page Up': 'search in what was typed before',
    'Ctrl-C': 'gives up the line, or cancels what is being awaited',
    'Ctrl-D': 'ends the session',
    'name?': 'help(name)',
}


def commands():
    """Prints what there is."""
    for rows in (COMMANDS, KEYS):
        for name, text in rows.items():
            print(f'  {name:<20} {text}')
        print(end='\n' if rows is COMMANDS else '')


def who(namespace):
    """Prints the names that have been defined."""
    rows = []
    for name, thing in namespace.items():
        if name.startswith('__') and name.endswith('__'):
            continue
        kind = type(thing).__name__
        try:
            text = thing.__name__ if isinstance(thing, types.ModuleType) else repr(thing)
        except Exception as error:
            text = f'<{type(error).__name__}>'
        text = ' '.join(text.split())
        rows.append((name, kind, text if len(text) <= 50 else text[:49] + '…'))
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    for name, kind, text in sorted(rows):
        print(f'{name:<{widths[0]}}  {kind:<{widths[1]}}  {text}')


def disassemble(text, namespace):
    import dis
    thing = _named(text, namespace) if re.fullmatch(PATH, text) else NOTHING
    dis.dis(text if thing is NOTHING else thing)


def tree(text):
    import ast
    print(ast.dump(ast.parse(text), indent=2))


def tokens(text):
    import io
    import tokenize
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        place = f'{token.start[0]}:{token.start[1]}-{token.end[0]}:{token.end[1]}'
        print(f'{place:<12}{tokenize.tok_name[token.exact_type]:<14}{token.string!r}')


def _duration(seconds):
    for unit, length in (('s', 1), ('ms', 1e-3), ('µs', 1e-6)):
        if seconds >= length:
            return f'{seconds / length:.3g} {unit}'
    return f'{seconds / 1e-9:.3g} ns'


async def timeit(text, namespace):
    """Runs a statement so often that its duration can be told, five times over."""
    body = '\n'.join('  ' + line for line in text.splitlines())
    waits = _awaits(text)
    head = 'async def run(times):' if waits else 'def run(times):'
    own = {}
    exec(f'{head}\n for _ in times:\n{body}', namespace, own)
    run, count = own['run'], 1

    async def once(count):
        begin = time.perf_counter()
        outcome = run(range(count))
        if waits:
            await outcome
        return time.perf_counter() - begin

    while (took := await once(count)) < 0.05 and count < 10 ** 8:
        count *= 10 if took < 0.005 else 2
    best = min([took, *[await once(count) for _ in range(4)]]) / count
    print(f'{_duration(best)} each, best of 5 with {count:,} {"run" if count == 1 else "runs"}')


def _awaits(text):
    import ast
    waiting = (ast.Await, ast.AsyncFor, ast.AsyncWith)
    tree = ast.parse(text)
    return any(isinstance(node, waiting) for node in ast.walk(tree))


async def timed(text, namespace):
    """Runs what was typed once, and says how long that took."""
    import ast
    code = compile(text, '<time>', 'single', flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    begin, busy = time.perf_counter(), time.process_time()
    outcome = eval(code, namespace)
    if outcome is not None:
        await outcome
    took, busy = time.perf_counter() - begin, time.process_time() - busy
    print(f'{_duration(took)}, of which {_duration(busy)} busy')
