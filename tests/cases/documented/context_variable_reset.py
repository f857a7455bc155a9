# A token and the variable that it restores, from the page about context variables.
from contextvars import ContextVar

var = ContextVar('var')

token = var.set('new value')
# code that uses 'var'; var.get() returns 'new value'.
var.reset(token)

# After the reset call the var has no value again, so
# var.get() would raise a LookupError.

print(var.get('nothing'))
