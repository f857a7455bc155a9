import inspect
import sys
from contextlib import suppress


class Quitter:
    """Ends the program when it is called."""

    def __init__(self, name, eof):
        self.name = name
        self.eof = eof

    def __repr__(self):
        return f'Use {self.name}() or {self.eof} to exit'

    def __call__(self, code=None):
        # A prompt that reads the stream comes to its end even if the exception is caught.
        with suppress(Exception):
            sys.stdin.close()
        sys.exit(code)


class _Printer:
    """A text that shows itself."""

    def __init__(self, text):
        self.__text = text

    def __repr__(self):
        return self.__text

    def __call__(self):
        print(self.__text)


def _headline(thing):
    """The first line of the documentation."""
    return (inspect.getdoc(thing) or '').partition('\n')[0]


def _with_signature(name, thing):
    try:
        return f'{name}{inspect.signature(thing)}'
    except (TypeError, ValueError):
        return f'{name}(...)'


def _public(namespace):
    return sorted(name for name in namespace if not name.startswith('_'))


class _Page:
    """The description of an object, line by line."""

    def __init__(self, thing):
        self.lines = []
        if inspect.ismodule(thing):
            self.module(thing)
        elif isinstance(thing, type):
            self.of_class(thing)
        elif callable(thing) and hasattr(thing, '__name__'):
            self.lines.append(_with_signature(thing.__name__, thing))
            self.documentation(thing)
        else:
            self.lines.append(f'an object of the type {type(thing).__name__}')
            self.lines.append('')
            self.of_class(type(thing))

    def documentation(self, thing):
        for line in (inspect.getdoc(thing) or '').splitlines():
            self.lines.append(f'    {line}'.rstrip())

    def entries(self, title, entries):
        if entries:
            self.lines += ['', title]
        for call, said in entries:
            self.lines.append(f'    {call}')
            if said:
                self.lines.append(f'        {said}')

    def module(self, module):
        self.lines.append(f'module {module.__name__}')
        self.documentation(module)
        kinds = {'Classes': [], 'Functions': [], 'Values': []}
        for name in getattr(module, '__all__', None) or _public(vars(module)):
            thing = getattr(module, name, None)
            if isinstance(thing, type):
                kinds['Classes'].append((name, _headline(thing)))
            elif callable(thing):
                kinds['Functions'].append((_with_signature(name, thing), _headline(thing)))
            elif not inspect.ismodule(thing):
                kinds['Values'].append((name, ''))
        for title, entries in kinds.items():
            self.entries(title, entries)

    def of_class(self, cls):
        bases = ', '.join(base.__name__ for base in cls.__bases__ if base is not object)
        self.lines.append(_with_signature(f'class {cls.__name__}', cls))
        if bases:
            self.lines.append(f'    inherits from {bases}')
        self.documentation(cls)
        methods, values = [], []
        for name in _public(dir(cls)):
            thing = inspect.getattr_static(cls, name)
            function = getattr(thing, '__func__', thing)
            if callable(function):
                methods.append((_with_signature(name, function), _headline(function)))
            else:
                values.append((name, _headline(thing) if inspect.isdatadescriptor(thing) else ''))
        self.entries('Methods', methods)
        self.entries('Attributes', values)


class _Helper:
    """Describes an object: help(thing), or help('name of a module')."""

    def __repr__(self):
        return 'Type help() for interactive help, or help(object) for help about object.'

    def __call__(self, *args, **kwds):
        try:
            import pydoc
        except ImportError:
            return self.describe(*args, **kwds)
        return pydoc.help(*args, **kwds)

    def describe(self, *request):
        if not request:
            print('help(object) describes an object, help("name") a builtin or a module.')
            return
        thing, = request
        if isinstance(thing, str):
            thing = self.named(thing)
            if thing is None:
                print(f'Nothing is known under the name {request[0]!r}.')
                return
        print('\n'.join(_Page(thing).lines))

    def named(self, path):
        import builtins
        import importlib
        first, *rest = path.split('.')
        if hasattr(builtins, first):
            thing = getattr(builtins, first)
        else:
            try:
                return importlib.import_module(path)
            except ImportError:
                try:
                    thing = importlib.import_module(first)
                except ImportError:
                    return None
        for name in rest:
            thing = getattr(thing, name, None)
        return thing


quit = Quitter('quit', 'Ctrl-D (i.e. EOF)')
exit = Quitter('exit', 'Ctrl-D (i.e. EOF)')
copyright = _Printer(sys.copyright)
credits = _Printer('The taipan developers, on the shoulders of those who made Python.')
license = _Printer('MIT or Apache 2.0, as you like; the texts come with the sources of taipan.')
help = _Helper()
