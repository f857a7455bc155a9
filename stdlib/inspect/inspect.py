# Looking at live objects: what they are, how they are called, where they come from.

import builtins
import collections.abc
import enum
import functools
import linecache
import os
import sys
import types
from collections import OrderedDict, namedtuple

__all__ = [
    'AGEN_CLOSED', 'AGEN_CREATED', 'AGEN_RUNNING', 'AGEN_SUSPENDED', 'ArgInfo', 'Arguments',
    'Attribute', 'BoundArguments', 'BufferFlags', 'CORO_CLOSED', 'CORO_CREATED', 'CORO_RUNNING',
    'CORO_SUSPENDED', 'CO_ASYNC_GENERATOR', 'CO_COROUTINE', 'CO_GENERATOR',
    'CO_ITERABLE_COROUTINE', 'CO_NESTED', 'CO_NEWLOCALS', 'CO_NOFREE', 'CO_OPTIMIZED',
    'CO_VARARGS', 'CO_VARKEYWORDS', 'ClosureVars', 'FrameInfo', 'FullArgSpec', 'GEN_CLOSED',
    'GEN_CREATED', 'GEN_RUNNING', 'GEN_SUSPENDED', 'Parameter', 'Signature',
    'TPFLAGS_IS_ABSTRACT', 'Traceback', 'classify_class_attrs', 'cleandoc', 'currentframe',
    'findsource', 'formatannotation', 'formatargvalues', 'get_annotations', 'getabsfile',
    'getargs', 'getargvalues', 'getasyncgenlocals', 'getasyncgenstate', 'getattr_static',
    'getcallargs', 'getclosurevars', 'getcoroutinelocals', 'getcoroutinestate', 'getdoc',
    'getfile', 'getframeinfo', 'getfullargspec', 'getgeneratorlocals', 'getgeneratorstate',
    'getinnerframes', 'getlineno', 'getmembers', 'getmembers_static', 'getmodule',
    'getmodulename', 'getmro', 'getouterframes', 'getsource', 'getsourcefile', 'getsourcelines',
    'isabstract', 'isasyncgen', 'isasyncgenfunction', 'isawaitable', 'isbuiltin', 'isclass',
    'iscode', 'iscoroutine', 'iscoroutinefunction', 'isdatadescriptor', 'isframe', 'isfunction',
    'isgenerator', 'isgeneratorfunction', 'isgetsetdescriptor', 'ismemberdescriptor', 'ismethod',
    'ismethoddescriptor', 'ismethodwrapper', 'ismodule', 'isroutine', 'istraceback',
    'markcoroutinefunction', 'signature', 'stack', 'trace', 'unwrap', 'walktree',
]

CO_OPTIMIZED, CO_NEWLOCALS, CO_VARARGS, CO_VARKEYWORDS = 1, 2, 4, 8
CO_NESTED, CO_GENERATOR, CO_NOFREE, CO_COROUTINE = 16, 32, 64, 128
CO_ITERABLE_COROUTINE, CO_ASYNC_GENERATOR = 256, 512
TPFLAGS_IS_ABSTRACT = 1 << 20


# ---- kinds -------------------------------------------------------------------

def ismodule(object):
    """Whether it is a module."""
    return isinstance(object, types.ModuleType)


def isclass(object):
    """Whether it is a class, of whatever metaclass."""
    return isinstance(object, type)


def ismethod(object):
    """Whether object is a method bound to an instance or a class."""
    return isinstance(object, types.MethodType)


def ismethoddescriptor(object):
    """Whether object has __get__ but is no data descriptor, method, function or class."""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    cls = type(object)
    return hasattr(cls, '__get__') and not hasattr(cls, '__set__') and not hasattr(
        cls, '__delete__')


def isdatadescriptor(object):
    """Whether object is a descriptor with __set__ or __delete__."""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    cls = type(object)
    return hasattr(cls, '__set__') or hasattr(cls, '__delete__')


def ismemberdescriptor(object):
    """Whether object describes a slot (types.MemberDescriptorType)."""
    return isinstance(object, types.MemberDescriptorType)


def isgetsetdescriptor(object):
    """Whether object describes a native attribute (types.GetSetDescriptorType)."""
    return isinstance(object, types.GetSetDescriptorType)


def isfunction(object):
    """Whether object was made by def or lambda."""
    return isinstance(object, types.FunctionType)


def _function_of_method(f):
    while ismethod(f):
        f = f.__func__
    return f


def _has_code_flag(f, flag):
    inner = _function_of_method(functools._unwrap_partialmethod(f))
    inner = functools._unwrap_partial(inner)
    is_function = isfunction(inner) or _is_function_like(inner)
    return bool(is_function and inner.__code__.co_flags & flag)


def isgeneratorfunction(obj):
    """Whether a call of obj gives a generator."""
    return _has_code_flag(obj, CO_GENERATOR)


_marker = object()


def _has_coroutine_mark(f):
    while ismethod(f):
        f = f.__func__
    return getattr(functools._unwrap_partial(f), '_is_coroutine_mark', None) is _marker


def markcoroutinefunction(func):
    """A decorator: iscoroutinefunction() counts func among coroutine functions from now on."""
    inner = getattr(func, '__func__', func)
    inner._is_coroutine_mark = _marker
    return func


def iscoroutinefunction(obj):
    """Whether a call of obj gives a coroutine, or obj is marked so."""
    return _has_code_flag(obj, CO_COROUTINE) or _has_coroutine_mark(obj)


def isasyncgenfunction(obj):
    """Whether a call of obj gives an async generator."""
    return _has_code_flag(obj, CO_ASYNC_GENERATOR)


def isasyncgen(object):
    """Whether object was made by an async generator function."""
    return isinstance(object, types.AsyncGeneratorType)


def isgenerator(object):
    """Whether object was made by a generator function."""
    return isinstance(object, types.GeneratorType)


def iscoroutine(object):
    """Whether object was made by a coroutine function."""
    return isinstance(object, types.CoroutineType)


def isawaitable(object):
    """Whether await takes object."""
    return (isinstance(object, types.CoroutineType)
            or isinstance(object, types.GeneratorType)
            and bool(object.gi_code.co_flags & CO_ITERABLE_COROUTINE)
            or isinstance(object, collections.abc.Awaitable))


def istraceback(object):
    """Whether object is a traceback (types.TracebackType)."""
    return isinstance(object, types.TracebackType)


def isframe(object):
    """Whether object is a frame (types.FrameType)."""
    return isinstance(object, types.FrameType)


def iscode(object):
    """Whether object is a code object (types.CodeType)."""
    return isinstance(object, types.CodeType)


def isbuiltin(object):
    """Whether object is a native function, bound or not."""
    return isinstance(object, (types.BuiltinFunctionType, types.BuiltinMethodType))


def ismethodwrapper(object):
    """Whether object is a native special method bound to an instance."""
    return isinstance(object, types.MethodWrapperType)


def isroutine(object):
    """Whether object is a function or method of any kind."""
    return (isbuiltin(object) or isfunction(object) or ismethod(object)
            or ismethoddescriptor(object) or ismethodwrapper(object))


def isabstract(object):
    """Whether object is a class that still has abstract methods."""
    return isinstance(object, type) and bool(object.__flags__ & TPFLAGS_IS_ABSTRACT)


# ---- states ------------------------------------------------------------------

GEN_CREATED, GEN_RUNNING = 'GEN_CREATED', 'GEN_RUNNING'
GEN_SUSPENDED, GEN_CLOSED = 'GEN_SUSPENDED', 'GEN_CLOSED'
CORO_CREATED, CORO_RUNNING = 'CORO_CREATED', 'CORO_RUNNING'
CORO_SUSPENDED, CORO_CLOSED = 'CORO_SUSPENDED', 'CORO_CLOSED'
AGEN_CREATED, AGEN_RUNNING = 'AGEN_CREATED', 'AGEN_RUNNING'
AGEN_SUSPENDED, AGEN_CLOSED = 'AGEN_SUSPENDED', 'AGEN_CLOSED'


def getgeneratorstate(generator):
    """One of the GEN_… constants: where generator stands."""
    if generator.gi_running:
        return GEN_RUNNING
    if generator.gi_suspended:
        return GEN_SUSPENDED
    return GEN_CLOSED if generator.gi_frame is None else GEN_CREATED


def getcoroutinestate(coroutine):
    """Whether the coroutine waits to start, runs, waits within, or has ended: CORO_… as text."""
    if coroutine.cr_running:
        return CORO_RUNNING
    if coroutine.cr_suspended:
        return CORO_SUSPENDED
    return CORO_CLOSED if coroutine.cr_frame is None else CORO_CREATED


def getasyncgenstate(agen):
    """One of the AGEN_… constants: where agen stands."""
    if agen.ag_running:
        return AGEN_RUNNING
    if agen.ag_suspended:
        return AGEN_SUSPENDED
    return AGEN_CLOSED if agen.ag_frame is None else AGEN_CREATED


def getgeneratorlocals(generator):
    """The local variables of a generator, by name."""
    if not isgenerator(generator):
        raise TypeError('{!r} is not a Python generator'.format(generator))
    frame = getattr(generator, 'gi_frame', None)
    return {} if frame is None else frame.f_locals


def getcoroutinelocals(coroutine):
    """The local variables of a coroutine, by name."""
    frame = getattr(coroutine, 'cr_frame', None)
    return {} if frame is None else frame.f_locals


def getasyncgenlocals(agen):
    """The local variables of an async generator, by name."""
    if not isasyncgen(agen):
        raise TypeError(f'{agen!r} is not a Python async generator')
    frame = getattr(agen, 'ag_frame', None)
    return {} if frame is None else frame.f_locals


# ---- members -----------------------------------------------------------------

Attribute = namedtuple('Attribute', 'name kind defining_class object', module='inspect')


def getmro(cls):
    """The class and its bases in the order attributes are looked up."""
    return cls.__mro__


def _value_in_classes(order, name):
    """In a list what the first class that has the name has under it; empty if none has."""
    return next(([each.__dict__[name]] for each in order if name in each.__dict__), [])


def _getmembers(object, predicate, getter):
    names, order = dir(object), ()
    if isclass(object):
        order = getmro(object)
        # Attributes that only show themselves on instances.
        names += [name for base in object.__bases__ for name, value in base.__dict__.items()
                  if isinstance(value, types.DynamicClassAttribute)]
    found, seen = [], set()
    for name in names:
        try:
            values = [getter(object, name)]
        except AttributeError:
            values = []
        if name in seen or not values:
            values = _value_in_classes(order, name)
        seen.add(name)
        found += [(name, value) for value in values if not predicate or predicate(value)]
    return sorted(found, key=lambda pair: pair[0])


def getmembers(object, predicate=None):
    """The attributes of object as (name, value) pairs in the order of their names."""
    return _getmembers(object, predicate, getattr)


def getmembers_static(object, predicate=None):
    """Like getmembers(), but runs no code of the object."""
    return _getmembers(object, predicate, getattr_static)


def classify_class_attrs(cls):
    """What each attribute of cls is and which class defines it."""
    result = []
    for name in dir(cls):
        for base in getmro(cls):
            if name in base.__dict__:
                home, found = base, base.__dict__[name]
                break
        else:
            home, found = None, getattr(cls, name, None)
            if found is None:
                continue
        if isinstance(found, (staticmethod, types.BuiltinMethodType)):
            kind = 'static method'
        elif isinstance(found, (classmethod, types.ClassMethodDescriptorType)):
            kind = 'class method'
        elif isinstance(found, property):
            kind = 'property'
        elif isroutine(found):
            kind = 'method'
        else:
            kind = 'data'
        result.append(Attribute(name, kind, home, found))
    return result


_missing = object()


def _static_in_mro(cls, name):
    for base in cls.__mro__:
        if name in base.__dict__:
            return base.__dict__[name]
    return _missing


def getattr_static(obj, attr, default=_missing):
    """An attribute as it is stored: no descriptor, __getattr__ or __getattribute__ is called."""
    own = _missing
    if isinstance(obj, type):
        cls = obj
        in_class = _static_in_mro(cls, attr)
        meta = _static_in_mro(type(cls), attr)
        if in_class is not _missing:
            return in_class
        if meta is not _missing:
            return meta
    else:
        cls = type(obj)
        in_class = _static_in_mro(cls, attr)
        try:
            own = object.__getattribute__(obj, '__dict__').get(attr, _missing)
        except AttributeError:
            pass
        if in_class is not _missing and own is not _missing:
            kind = type(in_class)
            if _static_in_mro(kind, '__get__') is not _missing and (
                    _static_in_mro(kind, '__set__') is not _missing
                    or _static_in_mro(kind, '__delete__') is not _missing):
                return in_class
        if own is not _missing:
            return own
        if in_class is not _missing:
            return in_class
    if default is not _missing:
        return default
    raise AttributeError(attr)


def unwrap(func, *, stop=None):
    """Follows __wrapped__ down to the innermost function, or to one that stop says yes to."""
    inner, chain = func, {id(func): func}
    while (not isinstance(inner, type) and hasattr(inner, '__wrapped__')
           and not (stop is not None and stop(inner))):
        inner = inner.__wrapped__
        if id(inner) in chain or len(chain) >= sys.getrecursionlimit():
            raise ValueError('wrapper loop when unwrapping {!r}'.format(func))
        chain[id(inner)] = inner
    return inner


def _annotated(obj):
    """The annotations of obj, and the global and local names that they are to be read with."""
    annotations = None
    if isinstance(obj, type):
        annotations = obj.__dict__.get('__annotations__')
        if isinstance(annotations, types.GetSetDescriptorType):
            annotations = None
        return (annotations, getattr(sys.modules.get(obj.__module__), '__dict__', None),
                dict(vars(obj)))
    if not isinstance(obj, types.ModuleType) and not callable(obj):
        raise TypeError(f'{obj!r} is not a module, class, or callable.')
    annotations = getattr(obj, '__annotations__', None)
    if isinstance(obj, types.ModuleType):
        return annotations, obj.__dict__, None
    return annotations, getattr(functools._unwrap_partial(unwrap(obj)), '__globals__', None), None


def get_annotations(obj, *, globals=None, locals=None, eval_str=False):
    """The annotations of obj as a new dict; texts in it are evaluated if eval_str."""
    annotations, *names = _annotated(obj)
    if annotations is not None and not isinstance(annotations, dict):
        raise ValueError(f'{obj!r}.__annotations__ is neither a dict nor None')
    read = dict(annotations or ())
    if read and eval_str:
        own = {each.__name__: each for each in getattr(obj, '__type_params__', ())}
        names = [names[0] if globals is None else globals,
                 own | ((names[1] if locals is None else locals) or {})]
        texts = {key: text for key, text in read.items() if isinstance(text, str)}
        read.update((key, eval(text, *names)) for key, text in texts.items())
    return read


# ---- documentation and source ------------------------------------------------

def cleandoc(doc):
    """Clean up indentation from docstrings."""
    lines = doc.expandtabs().split('\n')
    margin = min((len(line) - len(line.lstrip(' ')) for line in lines[1:] if line.strip(' ')),
                 default=0)
    cleaned = [lines[0].lstrip(' ')] + [line[margin:] for line in lines[1:]]
    while cleaned and not cleaned[-1]:
        cleaned.pop()
    while cleaned and not cleaned[0]:
        del cleaned[0]
    return '\n'.join(cleaned)


def _inherited_doc(obj):
    if isclass(obj):
        for base in obj.__mro__:
            if base is not object and base.__doc__ is not None:
                return base.__doc__
        return None
    name = getattr(obj, '__name__', None)
    if ismethod(obj):
        owner = obj.__self__ if isclass(obj.__self__) else type(obj.__self__)
    elif isfunction(obj):
        owner = sys.modules.get(obj.__module__)
        for part in obj.__qualname__.split('.')[:-1]:
            owner = getattr(owner, part, None)
        if not isclass(owner):
            return None
    elif isinstance(obj, property):
        name = getattr(obj.fget, '__name__', None)
        owner = sys.modules.get(getattr(obj.fget, '__module__', None))
        for part in getattr(obj.fget, '__qualname__', '').split('.')[:-1]:
            owner = getattr(owner, part, None)
        if not isclass(owner):
            return None
    else:
        return None
    for base in owner.__mro__:
        doc = getattr(base.__dict__.get(name), '__doc__', None)
        if doc is not None:
            return doc
    return None


def getdoc(object):
    """The documentation of object without its indentation; classes and methods inherit it."""
    try:
        doc = _inherited_doc(object) if object.__doc__ is None else object.__doc__
    except (AttributeError, TypeError):
        doc = None
    return cleandoc(doc) if isinstance(doc, str) else None


def _towards_code(object):
    """The code object behind a method, function, traceback or frame; of others themselves."""
    steps = ((ismethod, '__func__'), (isfunction, '__code__'), (istraceback, 'tb_frame'),
             (isframe, 'f_code'))
    for fits, attribute in steps:
        if fits(object):
            object = getattr(object, attribute)
    return object


def _file_of_class(cls):
    name = getattr(cls, '__module__', None)
    path = getattr(sys.modules.get(name), '__file__', None)
    if path:
        return path
    if name == '__main__':
        raise OSError('source code not available')
    raise TypeError('{!r} is a built-in class'.format(cls))


def getfile(object):
    """The path of the file that defines object."""
    if isclass(object):
        return _file_of_class(object)
    if not ismodule(object):
        code = _towards_code(object)
        if not iscode(code):
            raise TypeError('module, class, method, function, traceback, frame, or code object '
                            'was expected, got {}'.format(type(code).__name__))
        return code.co_filename
    path = getattr(object, '__file__', None)
    if not path:
        raise TypeError('{!r} is a built-in module'.format(object))
    return path


def getmodulename(path):
    """The module name that belongs to a file's path, or None."""
    name = os.path.basename(path)
    return name[:-3] if name.endswith('.py') else None


def getsourcefile(object):
    """The path of the source that defines object, or None."""
    filename = getfile(object)
    if os.path.exists(filename) or linecache.getlines(filename):
        return filename
    return None


def getabsfile(object, _filename=None):
    """The full path of the file that defines object, with its case normalized."""
    return os.path.normcase(os.path.abspath(_filename or getsourcefile(object)
                                            or getfile(object)))


def getmodule(object, _filename=None):
    """The module that defines object, or None."""
    if ismodule(object):
        return object
    if hasattr(object, '__module__'):
        return sys.modules.get(object.__module__)
    try:
        filename = getfile(object)
    except (TypeError, OSError):
        return None
    for module in list(sys.modules.values()):
        if getattr(module, '__file__', None) == filename:
            return module
    return None


def _place_in_file(object):
    """In which line (from 0) of its file an object begins."""
    if ismodule(object):
        return 0
    if isclass(object):
        first = object.__dict__.get('__firstlineno__')
        if first is None:
            raise OSError('source code not available')
        return first - 1
    code = _towards_code(object)
    if not iscode(code):
        raise OSError('could not find code object')
    return code.co_firstlineno - 1


def findsource(object):
    """All lines of the file that defines object, and the place (from 0) where that begins."""
    lines = linecache.getlines(getsourcefile(object) or getfile(object))
    if not lines:
        raise OSError('could not get source code')
    place = _place_in_file(object)
    if place >= len(lines) and not isclass(object):
        raise OSError('lineno is out of bounds')
    return lines, place


def _block_end(lines):
    """How many lines the statement that begins at the first one has."""
    def margin(line):
        return len(line) - len(line.lstrip())
    # The head may be spread over several lines: it ends with the first colon outside brackets.
    depth = 0
    head = 0
    decorated = lines[0].lstrip().startswith('@')
    quote = None
    for at, line in enumerate(lines):
        text = line.strip()
        if decorated and depth == 0 and not text.startswith('@') and not text.startswith('#'):
            decorated = False
        for char in text:
            if quote:
                quote = None if char == quote else quote
            elif char in '\'"':
                quote = char
            elif char == '#':
                break
            elif char in '([{':
                depth += 1
            elif char in ')]}':
                depth -= 1
        quote = None
        if depth <= 0 and not decorated and not text.startswith('@'):
            head = at
            break
    own = margin(lines[0])
    if 'lambda' in lines[0] and not lines[0].lstrip().startswith(('def ', 'async ', 'class ',
                                                                  '@')):
        return head + 1
    end = head + 1
    triple = None
    for at in range(head + 1, len(lines)):
        line = lines[at]
        inside = triple is not None
        for mark in ('"""', "'''"):
            if triple in (None, mark) and line.count(mark) % 2:
                triple = None if triple else mark
        if inside:
            end = at + 1
            continue
        text = line.strip()
        if not text:
            continue
        if margin(line) <= own and not (text[0] in ')]}'):
            if not text.startswith('#'):
                break
            continue
        end = at + 1
    return end


def getblock(lines):
    """The lines at the start of the list that make up one block."""
    return lines[:_block_end(lines)]


def getsourcelines(object):
    """The lines that define object, and the number (from 1) of the first."""
    object = unwrap(object)
    lines, place = findsource(object)
    frame = object.tb_frame if istraceback(object) else object
    is_all = ismodule(frame) or isframe(frame) and frame.f_code.co_name == '<module>'
    return (lines, 0) if is_all else (getblock(lines[place:]), place + 1)


def getsource(object):
    """The source that defines object, as one text."""
    lines, _ = getsourcelines(object)
    return ''.join(lines)


def walktree(classes, children, parent):
    """The part of the tree that hangs on these classes."""
    classes.sort(key=lambda cls: (cls.__module__, cls.__name__))
    tree = []
    for cls in classes:
        below = [walktree(children[cls], children, cls)] if cls in children else []
        tree += [(cls, cls.__bases__), *below]
    return tree


def getclasstree(classes, unique=False):
    """The classes as nested lists: behind a class stands the list of its subclasses."""
    children, roots = {}, {}
    for cls in classes:
        parents = cls.__bases__
        if not parents:
            roots[cls] = None
        if unique:
            # Below the first of the given ones only.
            known = [at for at, parent in enumerate(parents) if parent in classes]
            parents = parents[:known[0] + 1] if known else parents
        for parent in parents:
            children.setdefault(parent, {})[cls] = None
    children = {parent: list(below) for parent, below in children.items()}
    tops = [*roots, *(parent for parent in children if parent not in classes)]
    return walktree(tops, children, None)


# ---- frames ------------------------------------------------------------------

Traceback = namedtuple('Traceback', 'filename lineno function code_context index',
                       module='inspect')
FrameInfo = namedtuple('FrameInfo', 'frame filename lineno function code_context index',
                       module='inspect')
ArgInfo = namedtuple('ArgInfo', 'args varargs keywords locals', module='inspect')
Arguments = namedtuple('Arguments', 'args, varargs, varkw', module='inspect')
ClosureVars = namedtuple('ClosureVars', 'nonlocals globals builtins unbound', module='inspect')


def _lines_around(filename, lineno, count):
    """Lines of a file with the given one in the middle, as far as there are any, and its place
    among them."""
    known = linecache.getlines(filename) if count > 0 else []
    if not known:
        return None, None
    first = max(0, min(lineno - 1 - count // 2, len(known) - count))
    return known[first:first + count], lineno - 1 - first


def getframeinfo(frame, context=1):
    """What is known of a frame or traceback, with context lines of source around."""
    is_traceback = istraceback(frame)
    lineno = frame.tb_lineno if is_traceback else frame.f_lineno
    frame = frame.tb_frame if is_traceback else frame
    if not isframe(frame):
        raise TypeError('{!r} is not a frame or traceback object'.format(frame))
    code = frame.f_code
    return Traceback(code.co_filename, lineno, code.co_name,
                     *_lines_around(code.co_filename, lineno, context))


def getlineno(frame):
    """The number of the line that the frame is at."""
    return frame.f_lineno


def getouterframes(frame, context=1):
    """Records for frame and its callers, the innermost first."""
    records = []
    while frame:
        records.append(FrameInfo(frame, *getframeinfo(frame, context)))
        frame = frame.f_back
    return records


def getinnerframes(tb, context=1):
    """Records for the frames of a traceback, the outermost first."""
    records = []
    while tb:
        records.append(FrameInfo(tb.tb_frame, *getframeinfo(tb, context)))
        tb = tb.tb_next
    return records


def currentframe():
    """The frame that calls this."""
    return sys._getframe(1)


def stack(context=1):
    """Records for the caller and its callers."""
    return getouterframes(sys._getframe(1), context)


def trace(context=1):
    """Records for the frames of the exception being handled."""
    exc = sys.exception()
    return getinnerframes(None if exc is None else exc.__traceback__, context)


def getargs(co):
    """The names of a code object's parameters."""
    if not iscode(co):
        raise TypeError('{!r} is not a code object'.format(co))
    named = co.co_argcount + co.co_kwonlyargcount
    rest = iter(co.co_varnames[named:])
    collectors = [next(rest) if co.co_flags & flag else None
                  for flag in (CO_VARARGS, CO_VARKEYWORDS)]
    return Arguments(list(co.co_varnames[:named]), *collectors)


def getargvalues(frame):
    """The parameters of a frame's function and its local variables."""
    return ArgInfo(*getargs(frame.f_code), frame.f_locals)


def formatargvalues(args, varargs, varkw, locals, formatarg=str,
                    formatvarargs=lambda name: '*' + name, formatvarkw=lambda name: '**' + name,
                    formatvalue=lambda value: '=' + repr(value)):
    """The four results of getargvalues() as text."""
    specs = [formatarg(name) + formatvalue(locals[name]) for name in args]
    if varargs:
        specs.append(formatvarargs(varargs) + formatvalue(locals[varargs]))
    if varkw:
        specs.append(formatvarkw(varkw) + formatvalue(locals[varkw]))
    return '(' + ', '.join(specs) + ')'


def _bound_cells(func):
    bound = {}
    for name, cell in zip(func.__code__.co_freevars, func.__closure__ or ()):
        try:
            bound[name] = cell.cell_contents
        except ValueError:
            # Nothing in it yet.
            continue
    return bound


def getclosurevars(func):
    """What the names in func that are not its own refer to."""
    func = func.__func__ if ismethod(func) else func
    if not isfunction(func):
        raise TypeError('{!r} is not a Python function'.format(func))
    names, inner = func.__code__.co_names, func.__globals__
    outer = inner.get('__builtins__', builtins.__dict__)
    outer = outer.__dict__ if ismodule(outer) else outer
    known = {name: inner[name] for name in names if name in inner}
    built_in = {name: outer[name] for name in names if name in outer and name not in known}
    return ClosureVars(_bound_cells(func), known, built_in,
                       {name for name in names if name not in known and name not in built_in})


# ---- signatures --------------------------------------------------------------

class _empty:
    """Stands for a default or an annotation that is not there."""


class _void:
    """Stands for an argument that was not passed."""


class _ParameterKind(enum.IntEnum):
    POSITIONAL_ONLY = 'positional-only'
    POSITIONAL_OR_KEYWORD = 'positional or keyword'
    VAR_POSITIONAL = 'variadic positional'
    KEYWORD_ONLY = 'keyword-only'
    VAR_KEYWORD = 'variadic keyword'

    def __new__(cls, description):
        value = len(cls.__members__)
        member = int.__new__(cls, value)
        member._value_ = value
        member.description = description
        return member

    def __str__(self):
        return self.name


_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD, _VAR_POSITIONAL, _KEYWORD_ONLY, _VAR_KEYWORD = (
    _ParameterKind)


def formatannotation(annotation, base_module=None, *, quote_annotation_strings=True):
    is_plain_text = isinstance(annotation, str) and not quote_annotation_strings
    if is_plain_text or isinstance(annotation, types.GenericAlias):
        return str(annotation)
    module = getattr(annotation, '__module__', None)
    if module == 'typing':
        return repr(annotation).replace('typing.', '')
    if not isinstance(annotation, type):
        return repr(annotation)
    front = '' if module in ('builtins', base_module) else module + '.'
    return front + annotation.__qualname__


def formatannotationrelativeto(object):
    module = getattr(object, '__module__', None)

    def _formatannotation(annotation):
        return formatannotation(annotation, module)
    return _formatannotation


def _checked_name(name, kind):
    """The name and the kind of a parameter, where the name may say more about the kind."""
    if name is _empty:
        raise ValueError('name is a required attribute for Parameter')
    if not isinstance(name, str):
        raise TypeError('name must be a str, not a {}'.format(type(name).__name__))
    if name[:1] == '.' and name[1:].isdigit():
        # The iterable of a comprehension.
        if kind is not _POSITIONAL_OR_KEYWORD:
            raise ValueError('implicit arguments must be passed as positional or keyword '
                             'arguments, not {}'.format(kind.description))
        return f'implicit{name[1:]}', _POSITIONAL_ONLY
    is_reserved = kind is not _POSITIONAL_ONLY and name in _keywords()
    if is_reserved or not name.isidentifier():
        raise ValueError('{!r} is not a valid parameter name'.format(name))
    return name, kind


class Parameter:
    """One parameter: its name, kind, default and annotation."""

    __slots__ = ('_name', '_kind', '_default', '_annotation')

    POSITIONAL_ONLY = _POSITIONAL_ONLY
    POSITIONAL_OR_KEYWORD = _POSITIONAL_OR_KEYWORD
    VAR_POSITIONAL = _VAR_POSITIONAL
    KEYWORD_ONLY = _KEYWORD_ONLY
    VAR_KEYWORD = _VAR_KEYWORD
    empty = _empty

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        try:
            kind = _ParameterKind(kind)
        except ValueError:
            raise ValueError(f'value {kind!r} is not a valid Parameter.kind')
        if default is not _empty and kind in (_VAR_POSITIONAL, _VAR_KEYWORD):
            raise ValueError('{} parameters cannot have default values'.format(kind.description))
        self._name, self._kind = _checked_name(name, kind)
        self._default, self._annotation = default, annotation

    def __reduce__(self):
        return (type(self), (self._name, self._kind),
                {'_default': self._default, '_annotation': self._annotation})

    def __setstate__(self, state):
        self._default, self._annotation = state['_default'], state['_annotation']

    @property
    def name(self):
        return self._name

    @property
    def default(self):
        return self._default

    @property
    def annotation(self):
        return self._annotation

    @property
    def kind(self):
        return self._kind

    def replace(self, *, name=_void, kind=_void, annotation=_void, default=_void):
        """A copy with the given parts changed."""
        return type(self)(self._name if name is _void else name,
                          self._kind if kind is _void else kind,
                          default=self._default if default is _void else default,
                          annotation=self._annotation if annotation is _void else annotation)

    __replace__ = replace

    def __str__(self):
        return self._format()

    def _format(self, *, quote_annotation_strings=True):
        stars = {_VAR_POSITIONAL: '*', _VAR_KEYWORD: '**'}.get(self._kind, '')
        shown, equals = '', '='
        if self._annotation is not _empty:
            equals = ' = '
            shown = ': ' + formatannotation(self._annotation,
                                            quote_annotation_strings=quote_annotation_strings)
        default = '' if self._default is _empty else f'{equals}{self._default!r}'
        return f'{stars}{self._name}{shown}{default}'

    def __repr__(self):
        return '<{} "{}">'.format(self.__class__.__name__, self)

    def _parts(self):
        return self._name, self._kind, self._default, self._annotation

    def __hash__(self):
        return hash(self._parts())

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(other, Parameter):
            return NotImplemented
        return self._parts() == other._parts()


def _keywords():
    from keyword import kwlist
    return kwlist


class BoundArguments:
    """Result of `Signature.bind` call."""

    __slots__ = ('arguments', '_signature', '__weakref__')

    def __init__(self, signature, arguments):
        self.arguments, self._signature = arguments, signature

    @property
    def signature(self):
        return self._signature

    def _by_position(self):
        """The names of the parameters whose arguments go by position."""
        names = []
        for name, param in self._signature.parameters.items():
            if name not in self.arguments or param.kind in (_KEYWORD_ONLY, _VAR_KEYWORD):
                break
            names.append(name)
        return names

    @property
    def args(self):
        parameters, given = self._signature.parameters, []
        for name in self._by_position():
            value = self.arguments[name]
            given += value if parameters[name].kind is _VAR_POSITIONAL else (value,)
        return tuple(given)

    @property
    def kwargs(self):
        given = {}
        behind = list(self._signature.parameters.items())[len(self._by_position()):]
        for name, param in behind:
            if name in self.arguments:
                value = self.arguments[name]
                given.update(value if param.kind is _VAR_KEYWORD else {name: value})
        return given

    def apply_defaults(self):
        """Adds the defaults of parameters that got no argument."""
        complete = {}
        for name, param in self._signature.parameters.items():
            nothing = {_VAR_POSITIONAL: (), _VAR_KEYWORD: {}}.get(param.kind, _empty)
            default = nothing if param.default is _empty else param.default
            if name in self.arguments or default is not _empty:
                complete[name] = self.arguments.get(name, default)
        self.arguments = complete

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(other, BoundArguments):
            return NotImplemented
        return self.signature == other.signature and self.arguments == other.arguments

    __hash__ = None

    def __repr__(self):
        args = ['{}={!r}'.format(*pair) for pair in self.arguments.items()]
        return '<{} ({})>'.format(self.__class__.__name__, ', '.join(args))


class Signature:
    """The parameters of a callable, in order, and its return annotation."""

    __slots__ = ('_return_annotation', '_parameters')

    _parameter_cls = Parameter
    _bound_arguments_cls = BoundArguments
    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty,
                 __validate_parameters__=True):
        known = OrderedDict() if parameters is None else OrderedDict()
        if parameters is not None:
            if __validate_parameters__:
                self._validated(parameters, known)
            else:
                known.update((each.name, each) for each in parameters)
        self._parameters = types.MappingProxyType(known)
        self._return_annotation = return_annotation

    @staticmethod
    def _validated(parameters, known):
        top = _POSITIONAL_ONLY
        seen_default = False
        for param in parameters:
            kind, name = param.kind, param.name
            if kind < top:
                raise ValueError('wrong parameter order: {} parameter before {} parameter'.format(
                    top.description, kind.description))
            top = kind
            if kind in (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD):
                if param.default is not _empty:
                    seen_default = True
                elif seen_default:
                    raise ValueError('non-default argument follows default argument')
            if name in known:
                raise ValueError('duplicate parameter name: {!r}'.format(name))
            known[name] = param

    @classmethod
    def from_callable(cls, obj, *, follow_wrapped=True, globals=None, locals=None,
                      eval_str=False):
        """The signature of the callable obj."""
        return _signature_of(obj, cls, follow_wrapped, globals, locals, eval_str)

    @property
    def parameters(self):
        return self._parameters

    @property
    def return_annotation(self):
        return self._return_annotation

    def replace(self, *, parameters=_void, return_annotation=_void):
        """A copy with the given parts changed."""
        return type(self)(self.parameters.values() if parameters is _void else parameters,
                          return_annotation=self._return_annotation
                          if return_annotation is _void else return_annotation)

    __replace__ = replace

    def _comparable(self):
        params = tuple(param for param in self.parameters.values()
                       if param.kind != _KEYWORD_ONLY)
        keywords = {param.name: param for param in self.parameters.values()
                    if param.kind == _KEYWORD_ONLY}
        return params, keywords, self.return_annotation

    def __hash__(self):
        params, keywords, annotation = self._comparable()
        return hash((params, frozenset(keywords.values()), annotation))

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(other, Signature):
            return NotImplemented
        return self._comparable() == other._comparable()

    def _bind(self, args, kwargs, *, partial=False):
        arguments = {}
        params = list(self.parameters.values())
        given = list(args)
        at = used = 0
        while at < len(params):
            param = params[at]
            if param.kind is _VAR_POSITIONAL:
                if used < len(given):
                    arguments[param.name] = tuple(given[used:])
                    used = len(given)
                at += 1
                break
            if (param.kind is _KEYWORD_ONLY and used == len(given) and not partial
                    and param.name not in kwargs and param.default is _empty):
                raise TypeError('missing a required keyword-only argument: {arg!r}'.format(
                    arg=param.name)) from None
            if param.kind in (_KEYWORD_ONLY, _VAR_KEYWORD) or used == len(given):
                break
            if param.name in kwargs and param.kind is not _POSITIONAL_ONLY:
                raise TypeError('multiple values for argument {!r}'.format(param.name)) from None
            arguments[param.name] = given[used]
            used += 1
            at += 1
        if used < len(given):
            raise TypeError('too many positional arguments') from None
        kwargs = dict(kwargs)
        rest = None
        wrong = []
        for param in params[at:]:
            if param.kind is _VAR_KEYWORD:
                rest = param
                continue
            if param.kind is _VAR_POSITIONAL:
                continue
            if param.kind is _POSITIONAL_ONLY and param.name in kwargs:
                # By name it belongs to `**kwargs`, if to anything.
                wrong.append(param.name)
                continue
            if param.name in kwargs and param.kind is not _POSITIONAL_ONLY:
                arguments[param.name] = kwargs.pop(param.name)
            elif not partial and param.default is _empty:
                raise TypeError('missing a required argument: {arg!r}'.format(
                    arg=param.name)) from None
        if rest is None:
            rest = next((param for param in params if param.kind is _VAR_KEYWORD), None)
        if kwargs:
            if rest is None and wrong:
                raise TypeError('got some positional-only arguments passed as keyword arguments: '
                                '{arg!r}'.format(arg=', '.join(wrong)))
            if rest is None:
                raise TypeError('got an unexpected keyword argument {arg!r}'.format(
                    arg=next(iter(kwargs))))
            arguments[rest.name] = kwargs
        order = [name for name in self.parameters if name in arguments]
        return self._bound_arguments_cls(self, {name: arguments[name] for name in order})

    def bind(self, /, *args, **kwargs):
        """Assigns the arguments to parameters as a call would; TypeError if they do not fit."""
        return self._bind(args, kwargs)

    def bind_partial(self, /, *args, **kwargs):
        """Like bind(), but required arguments may be missing."""
        return self._bind(args, kwargs, partial=True)

    def __reduce__(self):
        return (type(self), (tuple(self._parameters.values()),),
                {'_return_annotation': self._return_annotation})

    def __setstate__(self, state):
        self._return_annotation = state['_return_annotation']

    def __repr__(self):
        return '<{} {}>'.format(self.__class__.__name__, self)

    def __str__(self):
        return self.format()

    def format(self, *, max_width=None, quote_annotation_strings=True):
        """The signature as text, one parameter a line if wider than max_width."""
        by_kind = {kind: [] for kind in _ParameterKind}
        for param in self.parameters.values():
            by_kind[param.kind].append(
                param._format(quote_annotation_strings=quote_annotation_strings))
        only_position, either, rest, only_name, _ = by_kind.values()
        # Signs where one kind ends without anything else to say so.
        if only_position:
            only_position.append('/')
        if only_name and not rest:
            rest.append('*')
        shown = [text for texts in by_kind.values() for text in texts]
        line = f'({", ".join(shown)})'
        if max_width is not None and len(line) > max_width:
            line = '(\n    ' + ',\n    '.join(shown) + '\n)'
        if self.return_annotation is _empty:
            return line
        return line + ' -> ' + formatannotation(self.return_annotation,
                                                quote_annotation_strings=quote_annotation_strings)


def signature(obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
    """The signature of the callable obj; TypeError or ValueError if it has none."""
    return Signature.from_callable(obj, follow_wrapped=follow_wrapped, globals=globals,
                                   locals=locals, eval_str=eval_str)


def _is_function_like(obj):
    """Whether a duck-typed object has all that a function has."""
    if not callable(obj) or isclass(obj):
        return False
    return (isinstance(getattr(obj, '__code__', None), types.CodeType)
            and isinstance(getattr(obj, '__name__', None), str)
            and isinstance(getattr(obj, '__defaults__', None), (tuple, type(None)))
            and isinstance(getattr(obj, '__kwdefaults__', None), (dict, type(None))))


def _of_function(cls, func, globals, locals, eval_str):
    code = func.__code__
    names = code.co_varnames
    count, only, kw_count = code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount
    annotations = get_annotations(func, globals=globals, locals=locals, eval_str=eval_str)
    defaults = func.__defaults__ or ()
    kw_defaults = func.__kwdefaults__ or {}
    make = cls._parameter_cls
    first_default = count - len(defaults)
    params = []
    for at, name in enumerate(names[:count]):
        params.append(make(
            name, _POSITIONAL_ONLY if at < only else _POSITIONAL_OR_KEYWORD,
            annotation=annotations.get(name, _empty),
            default=defaults[at - first_default] if at >= first_default else _empty))
    at = count + kw_count
    if code.co_flags & CO_VARARGS:
        name = names[at]
        at += 1
        params.append(make(name, _VAR_POSITIONAL, annotation=annotations.get(name, _empty)))
    for name in names[count:count + kw_count]:
        params.append(make(name, _KEYWORD_ONLY, annotation=annotations.get(name, _empty),
                           default=kw_defaults.get(name, _empty)))
    if code.co_flags & CO_VARKEYWORDS:
        name = names[at]
        params.append(make(name, _VAR_KEYWORD, annotation=annotations.get(name, _empty)))
    return cls(params, return_annotation=annotations.get('return', _empty),
               __validate_parameters__=False)


def _of_text(cls, obj, text):
    """From the text that native functions carry, such as `($self, x, /, *, y=1)`."""
    inner = text.strip()[1:-1]
    parts, depth, start = [], 0, 0
    for at, char in enumerate(inner):
        if char in '([{':
            depth += 1
        elif char in ')]}':
            depth -= 1
        elif char == ',' and depth == 0:
            parts.append(inner[start:at].strip())
            start = at + 1
    parts.append(inner[start:].strip())
    make = cls._parameter_cls
    params = []
    kind = _POSITIONAL_OR_KEYWORD
    for part in parts:
        if not part:
            continue
        name, has_default, default = part.partition('=')
        name = name.strip()
        if name == '/':
            params = [each.replace(kind=_POSITIONAL_ONLY) for each in params]
        elif name == '*':
            kind = _KEYWORD_ONLY
        elif name.startswith('**'):
            params.append(make(name[2:], _VAR_KEYWORD))
        elif name.startswith('*'):
            params.append(make(name[1:], _VAR_POSITIONAL))
            kind = _KEYWORD_ONLY
        else:
            value = _empty
            if has_default:
                try:
                    value = eval(default, {}, {})
                except Exception:
                    raise ValueError('{!r} builtin has invalid signature'.format(obj)) from None
            params.append(make(name.lstrip('$'), kind, default=value))
            if name.startswith('$'):
                params[-1] = params[-1].replace(kind=_POSITIONAL_ONLY)
    owner = getattr(obj, '__self__', None)
    if params and parts[0].startswith('$') and owner is not None and not ismodule(owner):
        params.pop(0)
    return cls(params, __validate_parameters__=False)


def _without_first(sig):
    params = tuple(sig.parameters.values())
    if not params or params[0].kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
        raise ValueError('invalid method signature')
    if params[0].kind is not _VAR_POSITIONAL:
        params = params[1:]
    return sig.replace(parameters=params)


def _of_partial(wrapped, partial):
    """What is left to be given to a partial."""
    keywords = partial.keywords or {}
    try:
        bound = wrapped.bind_partial(*partial.args, **keywords).arguments
    except TypeError as error:
        raise ValueError('partial object {!r} has incorrect arguments'.format(
            partial)) from error
    # Behind an argument given by name all others must be, too.
    kept, by_name, seen_name = [], [], False
    for name, param in wrapped.parameters.items():
        kind, is_bound = param.kind, name in bound
        is_either = kind is _POSITIONAL_OR_KEYWORD
        if is_bound and (kind is _POSITIONAL_ONLY or is_either and name not in keywords):
            continue
        if is_bound and (is_either or kind is _KEYWORD_ONLY):
            param = param.replace(default=bound[name])
            seen_name = seen_name or is_either
        if not seen_name or kind is _POSITIONAL_ONLY:
            kept.append(param)
        elif kind is not _VAR_POSITIONAL:
            by_name.append(param.replace(kind=_KEYWORD_ONLY) if is_either else param)
    return wrapped.replace(parameters=kept + by_name)


def _of_class(obj, again, cls):
    meta_call = _static_in_mro(type(obj), '__call__')
    if isfunction(meta_call):
        return _without_first(again(meta_call))
    new = _static_in_mro(obj, '__new__')
    init = _static_in_mro(obj, '__init__')
    order = obj.__mro__
    # Whichever stands first in the order says how the class is called.
    for base in order:
        if '__new__' in base.__dict__ and base is not object:
            function = base.__dict__['__new__']
            function = getattr(function, '__func__', function)
            if isfunction(function) or hasattr(function, '__text_signature__') and (
                    function.__text_signature__ is not None and not isbuiltin(function)):
                return _without_first(again(function))
        if '__init__' in base.__dict__ and base is not object:
            function = base.__dict__['__init__']
            if isfunction(function):
                return _without_first(again(function))
    for base in order[:-1]:
        text = base.__dict__.get('__text_signature__') or getattr(base, '__text_signature__', None)
        if isinstance(text, str):
            return _of_text(cls, obj, text)
    if type not in order:
        if init is object.__init__ and new is object.__dict__['__new__']:
            return again(object) if obj is not object else cls([])
        if obj.__init__ is object.__init__ and obj.__new__ is object.__new__:
            return cls([])
    raise ValueError('no signature found for builtin type {!r}'.format(obj))


def _signature_of(obj, cls, follow_wrapped=True, globals=None, locals=None, eval_str=False):
    def again(other):
        return _signature_of(other, cls, follow_wrapped, globals, locals, eval_str)

    if not callable(obj):
        raise TypeError('{!r} is not a callable object'.format(obj))
    if isinstance(obj, types.MethodType):
        return _without_first(again(obj.__func__))
    if follow_wrapped:
        obj = unwrap(obj, stop=lambda f: hasattr(f, '__signature__')
                     or isinstance(f, types.MethodType))
        if isinstance(obj, types.MethodType):
            return again(obj)
    given = getattr(obj, '__signature__', None)
    if given is not None:
        if callable(given) and not isinstance(given, Signature):
            given = given()
        if isinstance(given, str):
            return _of_text(cls, obj, given)
        if not isinstance(given, Signature):
            raise TypeError('unexpected object {!r} in __signature__ attribute'.format(given))
        return given
    method = getattr(obj, '__partialmethod__', None)
    if isinstance(method, functools.partialmethod):
        sig = _of_partial(again(method.func), functools.partial(
            method.func, None, *method.args, **method.keywords))
        params = tuple(again(method.func).parameters.values())[:1]
        return sig.replace(parameters=params + tuple(sig.parameters.values()))
    if isfunction(obj) or _is_function_like(obj):
        return _of_function(cls, obj, globals, locals, eval_str)
    if isinstance(obj, functools.partial):
        return _of_partial(again(obj.func), obj)
    if isclass(obj):
        return _of_class(obj, again, cls)
    if (isbuiltin(obj) or ismethodwrapper(obj) or ismethoddescriptor(obj)
            or isinstance(obj, type(list.append))):
        text = getattr(obj, '__text_signature__', None)
        if not text:
            raise ValueError('no signature found for builtin {!r}'.format(obj))
        return _of_text(cls, obj, text)
    call = getattr_static(type(obj), '__call__', None)
    if call is not None:
        return _without_first(again(call))
    raise ValueError('callable {!r} is not supported by signature'.format(obj))


FullArgSpec = namedtuple('FullArgSpec', 'args, varargs, varkw, defaults, kwonlyargs, '
                         'kwonlydefaults, annotations', module='inspect')


def getfullargspec(func):
    """The parameters and defaults of a callable, with self left in."""
    try:
        sig = _signature_of(func, Signature, False)
    except Exception as error:
        raise TypeError('unsupported callable') from error
    params = list(sig.parameters.values())
    if ismethod(func) and isfunction(func.__func__):
        # The bound argument belongs to it.
        params = list(_signature_of(func.__func__, Signature, False).parameters.values())
    args, positional, kwonly = [], [], []
    varargs = varkw = None
    defaults, kw_defaults, annotations = (), {}, {}
    for param in params:
        if param.kind in (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD):
            (positional if param.kind is _POSITIONAL_ONLY else args).append(param.name)
            if param.default is not _empty:
                defaults += (param.default,)
        elif param.kind is _VAR_POSITIONAL:
            varargs = param.name
        elif param.kind is _KEYWORD_ONLY:
            kwonly.append(param.name)
            if param.default is not _empty:
                kw_defaults[param.name] = param.default
        else:
            varkw = param.name
        if param.annotation is not _empty:
            annotations[param.name] = param.annotation
    if sig.return_annotation is not _empty:
        annotations = {'return': sig.return_annotation, **annotations}
    return FullArgSpec(positional + args, varargs, varkw, defaults or None, kwonly,
                       kw_defaults or None, annotations)


def getcallargs(func, /, *positional, **named):
    """What each parameter is bound to, in order."""
    if ismethod(func) and func.__self__ is not None:
        positional = (func.__self__,) + positional
        func = func.__func__
    try:
        bound = signature(func).bind(*positional, **named)
    except TypeError as error:
        raise TypeError(f'{func.__name__}() {error}') from None
    bound.apply_defaults()
    return dict(bound.arguments)


class BufferFlags(enum.IntFlag):
    SIMPLE = 0x0
    WRITABLE = 0x1
    FORMAT = 0x4
    ND = 0x8
    STRIDES = 0x10 | ND
    C_CONTIGUOUS = 0x20 | STRIDES
    F_CONTIGUOUS = 0x40 | STRIDES
    ANY_CONTIGUOUS = 0x80 | STRIDES
    INDIRECT = 0x100 | STRIDES
    CONTIG = ND | WRITABLE
    CONTIG_RO = ND
    STRIDED = STRIDES | WRITABLE
    STRIDED_RO = STRIDES
    RECORDS = STRIDES | WRITABLE | FORMAT
    RECORDS_RO = STRIDES | FORMAT
    FULL = INDIRECT | WRITABLE | FORMAT
    FULL_RO = INDIRECT | FORMAT
    READ = 0x100
    WRITE = 0x200
