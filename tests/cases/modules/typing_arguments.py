# typing: arguments of generics, their order and number; records
import typing

def t(label, f):
    try: print(label, '->', f())
    except BaseException as e: print(label, '!!', type(e).__name__, e)

for f in (typing.Optional[int], typing.Union[int, str, None], typing.Callable[[int], str], typing.Callable[..., int], typing.Tuple[int, ...], typing.Literal[1]):
    t('ty', lambda: (f, typing.get_origin(f), typing.get_args(f)))
T = typing.TypeVar('T'); Ts = typing.TypeVarTuple('Ts'); P = typing.ParamSpec('P')
class G(typing.Generic[T, typing.Unpack[Ts]]): pass
t('G1', lambda: G[int]); t('G2', lambda: G[int, str, float]); t('G3', lambda: G[()]); t('G4', lambda: G[int, typing.Unpack[tuple[str, ...]]])
class H(typing.Generic[P]): pass
t('H', lambda: (H[int, str], H[[int]], H[...]))
t('Gp', lambda: typing.Generic[int]); t('Gd', lambda: typing.Generic[T, T]); t('Ge', lambda: typing.Generic[()])
def bad(): 
    class Z(typing.Generic): pass
t('Gpl', bad)
def bad2():
    class Z(typing.List[T], typing.Generic[P]): pass
t('Gmis', bad2)
class N(typing.NamedTuple):
    a: int
    b: str = 'q'
t('N', lambda: (N(1), N._field_defaults, N.__annotations__))
def bad3():
    class N(typing.NamedTuple):
        a: int = 1
        b: str
t('Nb', bad3)
class TD(typing.TypedDict, total=False):
    a: typing.Required[int]; b: str; c: typing.ReadOnly[int]
class TD2(TD):
    a: typing.NotRequired[int]; d: int
for k in (TD, TD2): t('TD', lambda: [sorted(getattr(k, n)) for n in ('__required_keys__', '__optional_keys__', '__readonly_keys__', '__mutable_keys__')])
