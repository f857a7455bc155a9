# Values in contexts, tokens and what they undo, contexts that are entered.

from contextvars import *

v = ContextVar('v')
w = ContextVar('w', default=5)
first = v.set(1)
print(first.var is v, first.old_value is Token.MISSING, v.get())
second = v.set(2)
print(second.old_value)
v.reset(second)
print(v.get())
for wrong in (lambda: v.reset(second), lambda: w.reset(first), lambda: Context().run(v.reset, first)):
    try:
        wrong()
    except (RuntimeError, ValueError) as error:
        print(type(error).__name__, str(error).rpartition('>')[2])

context = copy_context()
print(context[v], len(context), list(context) == [v], context == copy_context())


def change(a, b=2):
    v.set(a)
    return v.get(), b


print(context.run(change, 7, b=8), v.get(), context[v])
try:
    context.run(lambda: context.run(print))
except RuntimeError as error:
    print(str(error).rpartition('>')[2])
try:
    context.run(lambda: 1 / 0)
except ZeroDivisionError:
    print(context.run(lambda: 5))
one, other = Context(), Context()
one.run(v.set, 7)
other.run(v.set, 7.0)
print(one == other, list(one.values()), list(one.items()) == [(v, 7)])
other.run(v.set, 8)
print(one == other, one != other)
