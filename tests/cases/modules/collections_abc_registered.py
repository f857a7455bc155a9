# collections.abc: which builtin types are what
import collections, types
from collections.abc import *
async def co(): pass
def gen(): yield
coroutine = co()
coroutine.close()

TEXTS = r'''issubclass(list, MutableSequence)
issubclass(tuple, MutableSequence)
issubclass(tuple, Sequence)
issubclass(str, Sequence)
issubclass(range, Sequence)
issubclass(bytes, Sequence)
issubclass(dict, MutableMapping)
issubclass(types.MappingProxyType, Mapping)
issubclass(set, MutableSet)
issubclass(frozenset, MutableSet)
issubclass(frozenset, Set)
isinstance({}.keys(), KeysView)
isinstance({}.items(), Set)
isinstance({}.values(), Set)
isinstance({}.values(), Collection)
isinstance(iter([]), Iterator)
isinstance(gen(), Generator)
isinstance(coroutine, Coroutine)
isinstance(coroutine, Awaitable)
isinstance(5, Hashable)
isinstance([], Hashable)
isinstance([], Sized)
isinstance(len, Callable)
issubclass(collections.deque, MutableSequence)
issubclass(collections.OrderedDict, MutableMapping)
issubclass(collections.Counter, Mapping)
isinstance(reversed([]), Iterator)
issubclass(dict, Reversible)
issubclass(set, Reversible)
isinstance(object(), Iterable)
Callable[[int], str]
Callable[..., int]
Iterable[int]
Callable[[int, str], None].__args__
Callable[int]
Mapping[str, int]
Sequence()
Generator()
MutableSet()'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)

match [1, 2]:
    case [a, b]: print('sequence', a, b)
class S(Sequence):
    def __getitem__(self, at): return 'xyz'[at]
    def __len__(self): return 3
match S():
    case [a, *rest]: print('sequence', a, rest)
class M(Mapping):
    def __getitem__(self, key): return {'k': 1}[key]
    def __len__(self): return 1
    def __iter__(self): return iter('k')
match M():
    case {'k': v}: print('mapping', v)
class R: 
    def __getitem__(self, at): return 'ab'[at]
    def __len__(self): return 2
match R():
    case [*_]: print('matched')
    case _: print('no sequence')
Sequence.register(R)
match R():
    case [*all]: print('now', all)
