# `+`, `*`, `+=` and `*=` of sequences: which methods are asked, in which order, and what the errors say.
from collections import deque
from array import array
import copy
import operator


class R:
    def __rmul__(self, other):
        return "rmul"

    def __radd__(self, other):
        return "radd"

    def __index__(self):
        return 2


class N:
    def __rmul__(self, other):
        return NotImplemented

    def __radd__(self, other):
        return NotImplemented


class M(list):
    def __mul__(self, other):
        return NotImplemented


class MT(tuple):
    def __radd__(self, other):
        print("radd of", type(other).__name__)
        return NotImplemented



class I(list):
    def __iadd__(self, other):
        return NotImplemented

    def __imul__(self, other):
        return NotImplemented


class A(list):
    def __add__(self, other):
        return NotImplemented



values = [[1], (1,), "a", bytearray(b"a"), deque([1]), array("i", [1]), 2, 2.0, None, R(), N(),
          M([1]), MT((1,)), I([3]), A([4]), {1}, {1: 2}]
operators = (("+", operator.add), ("*", operator.mul), ("+=", operator.iadd), ("*=", operator.imul),
             ("concat", operator.concat), ("iconcat", operator.iconcat))
for a in values:
    for b in values:
        for symbol, op in operators:
            own = copy.copy(a)
            what = f"{type(a).__name__} {symbol} {type(b).__name__}"
            try:
                result = op(own, b)
                print(what, type(result).__name__, result, type(a) is not float and result is own)
            except Exception as error:
                print(what, type(error).__name__, error)
for kind in list, tuple, str, bytes, bytearray, deque, array:
    names = "__add__", "__radd__", "__iadd__", "__mul__", "__rmul__", "__imul__", "__mod__", "__rmod__"
    print(kind.__name__, [name for name in names if name in kind.__dict__])
for name in "__add__", "__mul__", "__rmul__", "__iadd__", "__imul__":
    for arguments in (), (1, 2), (2.0,), ("x",), (R(),):
        for function in getattr([1], name), getattr(list, name):
            try:
                print(name, arguments and type(arguments[0]).__name__, function(*arguments))
            except TypeError as error:
                print(name, error)
