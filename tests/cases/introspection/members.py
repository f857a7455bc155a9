"""Which attributes of builtin types are members, and what their descriptors say of themselves."""

import sys

for owner, name in ((slice, "start"), (range, "stop"), (complex, "real"), (OSError, "errno"), (OSError, "characters_written"), (SyntaxError, "text"),
                    (BaseException, "args"), (BaseException, "__suppress_context__"), (BaseExceptionGroup, "message"), (type, "__name__"),
                    (type, "__base__"), (type(len), "__self__"), (type(len), "__module__"), (property, "fget"), (super, "__self__"),
                    (type(lambda: 0), "__code__"), (type(lambda: 0), "__globals__"), (type(sys.flags), "debug"), (type(sys), "__dict__")):
    row = vars(owner)[name]
    print(type(row).__name__, row, row.__qualname__, row.__name__, row.__objclass__)


class Own:
    __slots__ = ("a",)


print(Own.a, Own.a.__qualname__)


def tell(action):
    try:
        print(action())
    except Exception as problem:
        print(type(problem).__name__, problem)


def delete(target, name):
    delattr(target, name)


for target, name in ((slice(1), "start"), (range(3), "stop"), (1j, "real"), (sys.version_info, "major"), (ExceptionGroup("g", [ValueError()]), "message"),
                     (UnicodeEncodeError("u", "abc", 0, 1, "r"), "start"), (UnicodeEncodeError("u", "abc", 0, 1, "r"), "end"),
                     (BlockingIOError(1, "m", 3), "characters_written"), (ValueError(), "__dict__"), (SyntaxError("m"), "lineno")):
    for value in (1, "x", None, True, 2**70, -1):
        tell(lambda: (setattr(target, name, value), getattr(target, name)))
    tell(lambda: delete(target, name))
problem = SyntaxError("m", ("f", 1, 2, "t"))
problem.lineno = 2**70
print(problem)
problem.lineno = True
print(problem)
problem = UnicodeDecodeError("u", b"abc", 0, 1, "r")
del problem.reason
print(problem)
tell(lambda: problem.__setstate__({1: 2}))
