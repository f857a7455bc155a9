import weakref


class Thing:
    pass


thing = Thing()
reference = weakref.ref(thing, lambda r: print("gone", r() is None))
print(reference() is thing)  # expect: True
del thing
# expect: gone True
print(reference())  # expect: None
