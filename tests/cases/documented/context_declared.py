# A context variable with a type and a default, and the context's items, from the page about context
# variables.
from contextvars import Context, ContextVar, copy_context
var: ContextVar[int] = ContextVar('var', default=42)
print(var.get())
var.set(43)
ctx: Context = copy_context()
print(list(ctx.items()))
