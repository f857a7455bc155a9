# Variables, tokens and contexts: results and complaints.

import contextvars
from contextvars import *

v = ContextVar('v')
w = ContextVar('w', default=5)
ctx = copy_context()


def show(case):
    try:
        print(case, '->', repr(eval(case)))
    except Exception as error:
        print(case, '!!', type(error).__name__, error)


for case in r"""
contextvars.__all__
ContextVar()
ContextVar(5)
ContextVar('a',5)
ContextVar('a',foo=5)
v.get(3)
v.get(1,2)
v.get(default=3)
w.get(), w.get(7)
v.name
v.set()
v.set(1,2)
v.reset(5)
v.reset()
Token()
Token.MISSING
type(Token.MISSING)
ContextVar[int]
Token[int]
Context[int]
Context(5)
Context(a=5)
len(Context()), list(Context()), v in Context()
Context()['a']
'a' in Context()
Context().get('a')
Context().get(v), Context().get(v,9)
Context().get()
Context().run(5)
Context() == Context(), Context() == 5, Context() != Context()
Context() < Context()
hash(Context())
hash(v) == hash(v)
type('X',(Context,),{})
type('X',(ContextVar,),{})
type('X',(Token,),{})
contextvars.Context.__module__, ContextVar.__module__, Token.__module__
v.foo
v.name.foo
""".strip().splitlines():
    show(case)
