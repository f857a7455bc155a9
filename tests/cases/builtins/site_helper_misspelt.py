# The names that people type at a prompt are suggested, too.
quitt
# expect error: NameError: name 'quitt' is not defined. Did you mean: 'quit'?
