# Shortened representations, and those that may contain themselves.

import builtins

__all__ = ["Repr", "repr", "recursive_repr"]


def _guarded(user_function, fillvalue):
    running = set()

    def wrapper(self):
        if id(self) in running:
            return fillvalue
        running.add(id(self))
        try:
            return user_function(self)
        finally:
            running.discard(id(self))

    return wrapper


def recursive_repr(fillvalue='...'):
    """A decorator for __repr__: a call inside itself gives fillvalue."""

    def decorating_function(user_function):
        made = _guarded(user_function, fillvalue)
        known = {name: getattr(user_function, name)
                 for name in ('__module__', '__doc__', '__name__', '__qualname__')}
        known['__type_params__'] = getattr(user_function, '__type_params__', ())
        for name, value in (known | {'__wrapped__': user_function}).items():
            setattr(made, name, value)
        return made

    return decorating_function


class Repr:

    def __init__(self, *, maxlevel=6, maxtuple=6, maxlist=6, maxarray=5, maxdict=4, maxset=6,
                 maxfrozenset=6, maxdeque=6, maxstring=30, maxlong=40, maxother=30,
                 fillvalue='...', indent=None):
        self.maxlevel, self.maxtuple, self.maxlist = maxlevel, maxtuple, maxlist
        self.maxarray, self.maxdict, self.maxset = maxarray, maxdict, maxset
        self.maxfrozenset, self.maxdeque = maxfrozenset, maxdeque
        self.maxstring, self.maxlong, self.maxother = maxstring, maxlong, maxother
        self.fillvalue, self.indent = fillvalue, indent

    def repr(self, x):
        return self.repr1(x, self.maxlevel)

    def repr1(self, x, level):
        cls = type(x)
        name = cls.__name__
        if ' ' in name:
            name = '_'.join(name.split())
        method = getattr(self, 'repr_' + name, None)
        if method is None:
            return self.repr_instance(x, level)
        known = self._modules.get(name)
        if known is not None and cls.__module__ != known:
            # Only named like the one that the method is for.
            return self.repr_instance(x, level)
        return method(x, level)

    _modules = {'array': 'array', 'deque': 'collections', 'dict': 'builtins',
                'frozenset': 'builtins', 'int': 'builtins', 'list': 'builtins',
                'set': 'builtins', 'str': 'builtins', 'tuple': 'builtins'}

    def _indentation(self, level):
        indent = self.indent
        if isinstance(indent, int) and indent < 0:
            raise ValueError(f'Repr.indent cannot be negative int (was {indent!r})')
        unit = ' ' * indent if isinstance(indent, int) else indent
        try:
            return unit, ',\n' + unit * (self.maxlevel - level + 1)
        except TypeError as error:
            raise TypeError(f'Repr.indent must be a str, int or None, '
                            f'not {type(unit)}') from error

    def _join(self, pieces, level):
        if self.indent is None or not pieces:
            return ', '.join(pieces)
        unit, between = self._indentation(level)
        text = between[1:] + between.join(pieces) + between
        return text[:len(text) - len(unit)]

    def _items(self, x, level, left, right, most, trail=''):
        count = len(x)
        if level <= 0 and count:
            text = self.fillvalue
        else:
            pieces = []
            for item in x:
                if len(pieces) == most:
                    break
                pieces.append(self.repr1(item, level - 1))
            if count > most:
                pieces.append(self.fillvalue)
            text = self._join(pieces, level)
            if count == 1 and trail and self.indent is None:
                right = trail + right
        return f'{left}{text}{right}'

    def repr_tuple(self, x, level):
        return self._items(x, level, '(', ')', self.maxtuple, ',')

    def repr_list(self, x, level):
        return self._items(x, level, '[', ']', self.maxlist)

    def repr_array(self, x, level):
        if not x:
            return "array('%s')" % x.typecode
        return self._items(x, level, "array('%s', [" % x.typecode, '])', self.maxarray)

    def repr_set(self, x, level):
        return self._items(_ordered(x), level, '{', '}', self.maxset) if x else 'set()'

    def repr_frozenset(self, x, level):
        if not x:
            return 'frozenset()'
        return self._items(_ordered(x), level, 'frozenset({', '})', self.maxfrozenset)

    def repr_deque(self, x, level):
        return self._items(x, level, 'deque([', '])', self.maxdeque)

    def repr_dict(self, x, level):
        if not x:
            return '{}'
        if level <= 0:
            return '{' + self.fillvalue + '}'
        pieces = []
        for key in _ordered(x)[:self.maxdict]:
            pieces.append(f'{self.repr1(key, level - 1)}: {self.repr1(x[key], level - 1)}')
        if len(x) > self.maxdict:
            pieces.append(self.fillvalue)
        return '{' + self._join(pieces, level) + '}'

    def _shorten(self, text, most):
        if len(text) <= most:
            return text
        front = max(0, (most - 3) // 2)
        back = max(0, most - 3 - front)
        return text[:front] + self.fillvalue + text[len(text) - back:]

    def repr_str(self, x, level):
        text = builtins.repr(x[:self.maxstring])
        if len(text) <= self.maxstring and len(x) <= self.maxstring:
            return text
        front = max(0, (self.maxstring - 3) // 2)
        back = max(0, self.maxstring - 3 - front)
        text = builtins.repr(x[:front] + x[len(x) - back:])
        return text[:front] + self.fillvalue + text[len(text) - back:]

    def repr_int(self, x, level):
        return self._shorten(builtins.repr(x), self.maxlong)

    def repr_instance(self, x, level):
        try:
            text = builtins.repr(x)
        except Exception:
            # A broken one must not break the whole.
            return '<%s instance at %#x>' % (x.__class__.__name__, id(x))
        return self._shorten(text, self.maxother)


def _ordered(x):
    try:
        return sorted(x)
    except Exception:
        # Things without an order stay as they come.
        return list(x)


aRepr = Repr()
repr = aRepr.repr
