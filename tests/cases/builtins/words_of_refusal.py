"""What native functions and types say when they are called in a wrong way."""

import operator
import os
import time
import types
import warnings
import weakref

warnings.simplefilter("ignore")


def tell(text, **names):
    try:
        print(text, "->", eval(text, {**globals(), **names}))
    except BaseException as problem:
        print(text, "->", type(problem).__name__ + ":", problem)


class I(int):
    pass


class S(str):
    pass


class F(set):
    pass


def function():
    yield


for text in ("I(1, 2, 3)", "int(1, 2, 3)", "S('a', 'b', 'c', 'd')", "S(b'a', None)", "str(b'a', None)", "F(1, 2)", "set(1, 2)",
             "types.MethodType()", "types.MethodType(1, 2)", "types.MethodType(len, None)", "types.MethodType(len, [1])()",
             "I.real.__get__(5)", "list.append.__get__(1)", "list.append.__get__([])(1)", "[].append.__call__()", "function.__get__(None, None)",
             "types.MethodType(len, 1).__get__()", "types.MethodType(len, 1).__get__(None, None)",
             "dict.__dict__['fromkeys']()", "dict.__dict__['fromkeys'](1)", "dict.__dict__['fromkeys'](int)", "dict.__dict__['fromkeys'](dict, 'a')",
             "dict.__dict__['fromkeys'].__get__(1)", "dict.__dict__['fromkeys'].__get__({})('b')", "dict.__dict__['fromkeys'].__get__(None, 5)",
             "types.CellType(1, 2)", "types.CellType(x=1)", "types.GenericAlias(1, x=2)", "types.GenericAlias(1)", "types.ModuleType(None)",
             "types.FunctionType(None, {})", "types.SimpleNamespace.__new__()", "types.SimpleNamespace().__replace__(1, 2)",
             "weakref.ref(I)(1)", "weakref.ref(I)(x=1)", "weakref.ref(object())", "weakref.ref(staticmethod(len))", "weakref.ref(list.append)",
             "weakref.ref(enumerate(''))", "weakref.ref(types.SimpleNamespace())", "type(weakref.ref(int))", "weakref.ref.__new__()",
             "eval('1', 'abc')", "eval('1', 5)", "exec('1', 0, 0)", "exec('1', {}, 0)", "eval('1', 0, 0)", "compile('1', int | str, 'exec')",
             "pow('a', 2.5, 1)", "pow('a', 2, 1)", "pow(2, 1j, 3)", "operator.index(I(3)).__class__", "operator.index(True)",
             "object.__getattribute__(int, 'absent')", "int.absent", "object.__setattr__(int)", "object.__setattr__(int, 'a', 1)",
             "property().__set_name__(x=1)", "memoryview(b'').__exit__(x=1)", "os.__reduce__(1)", "os.__format__(x=1)", "[].__reduce__(1)",
             "float.__getformat__(None)", "memoryview(b'a').hex(' ', 2**40)", "b'a'.hex(' ', 2**40)", "staticmethod.__repr__(staticmethod(1))",
             "type('T', (classmethod,), {})(len)", "time.struct_time()", "time.struct_time(range(9), 1)", "time.struct_time(1, 2, 3)",
             "time.struct_time.__replace__()", "time.struct_time.__replace__(1)", "time.struct_time.n_fields, time.struct_time.n_sequence_fields",
             "time.struct_time.n_unnamed_fields, time.struct_time.__match_args__", "function().throw(1, 2, 3)", "function().throw(ValueError, 1, 3)",
             "bytearray(b'a').__rmod__(b'a')", "bytearray().__hash__", "'abs' in vars(bool), '__neg__' in vars(bool), '__invert__' in vars(bool)",
             "'__contains__' in dir(memoryview)", "super(object, int | str)", "b'%\\n' % 1", "b'%.99999999999d' % 1", "'%.99999999999d' % 1",
             "format(1.5, '\\0')", "format(1j, '\\0')", "format(1, '\\0')", "format(2j, '#.2'), format(1.5 + 1e20j, '+#12.2'), format(2j, '#')", "complex('1_é')", "complex('_1\\0')", "complex('\\0_1')", "complex('1\\0_')"):
    tell(text)

match time.gmtime(0):
    case time.struct_time(year, month):
        print(year, month)
