"""Lone surrogates in names and texts get into messages as they are."""

import types


def told(action):
    try:
        return ascii(action())
    except Exception as problem:
        return f"{type(problem).__name__}: {ascii(str(problem))} {ascii(getattr(problem, 'name', None))}"


class Plain:
    pass


def takes(a, *, b=1):
    return a, b


odd = "a\udc80\ud800é"
print(told(lambda: getattr(1, odd)))
print(told(lambda: setattr(1, odd, 2)))
print(told(lambda: delattr(Plain(), odd)))
print(told(lambda: getattr(Plain, odd)))
print(told(lambda: takes(1, **{odd: 2})))
print(told(lambda: len(**{odd: 2})))
print(told(lambda: int(**{odd: 2})))
print(told(lambda: "".encode(**{odd: 2})))
print(told(lambda: format(1.5, odd)))
print(told(lambda: eval(odd, {})))
print(told(lambda: type(odd, (), {})))
print(told(lambda: setattr(Plain, "__name__", odd)))
Plain.__qualname__ = odd
print(told(lambda: Plain().x))
print(told(lambda: repr(Plain)))
takes.__qualname__ = takes.__name__ = odd
print(told(lambda: takes()))
print(told(lambda: repr(takes).split(" at ")[0]))
print(told(lambda: str(OSError(1, odd))))
print(told(lambda: str(ExceptionGroup(odd, [ValueError(1)]))))
print(told(lambda: str(SyntaxError(odd, ("f" + odd, 1, 2, "t")))))
print(told(lambda: str(UnicodeDecodeError(odd, b"a", 0, 1, odd))))

# As names of attributes they are names like others.
space = types.SimpleNamespace(**{odd: 1})
setattr(space, odd + "b", 2)
print(told(lambda: vars(space)), told(lambda: getattr(space, odd)), told(lambda: repr(space)))
plain = Plain()
setattr(plain, odd, 3)
print(told(lambda: plain.__dict__), told(lambda: getattr(plain, odd)), hasattr(plain, "\udc80"))
setattr(Plain, odd, 4)
del plain.__dict__[odd]
print(told(lambda: getattr(plain, odd)), odd in vars(Plain), odd in dir(plain))
# What merely looks like a stand-in stays what it is.
print(told(lambda: getattr(1, "\U0010fffe\U0010f000 \U0010fffex")))
