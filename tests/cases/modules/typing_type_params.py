# type parameters of functions, classes and aliases
from typing import *
def new[A, B: int, C: (int, str), *D, **E](a: A) -> B: pass
class GC[A, B=int]:
    def m[C](self, c: C) -> A: pass
type Al = int | str
type Al2[Q] = list[Q]

TEXTS = r'''new.__type_params__
new.__type_params__[1].__bound__
new.__type_params__[2].__constraints__
GC
GC[int]
GC.__type_params__
GC.__parameters__
GC.__mro__
GC.__orig_bases__
GC.__type_params__[1].__default__
Al
Al.__value__
Al2
Al2[int]
Al2.__value__
Al2.__type_params__
Al.__name__
type(Al)
new.__annotations__
GC.m.__type_params__
isinstance(GC(),Generic)
Al|None
Al[int]
Al.__module__'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)
