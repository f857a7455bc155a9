# What every exception has, and what may be put there.
e = ValueError('a', 1)
print(e.args, e.__cause__, e.__context__, e.__suppress_context__, e.__traceback__, e.with_traceback(None) is e)
e.args = [1, 2]
print(e.args, repr(e), str(e), repr(ValueError()), repr(ValueError('x')), str(ValueError()), repr(str(KeyError('k'))))
e.__cause__ = KeyError('c')
print(repr(e.__cause__), e.__suppress_context__)
e.add_note('n1'); e.add_note('n2')
print(e.__notes__, e.__dict__)
e.__setstate__({'extra': 1})
print(e.extra, e.__reduce__())
for f in (lambda: e.add_note(3), lambda: e.with_traceback(3), lambda: setattr(e, 'args', 3), lambda: setattr(e, '__cause__', 3),
          lambda: setattr(e, '__context__', 3), lambda: setattr(e, '__suppress_context__', 3), lambda: delattr(e, 'args'),
          lambda: delattr(e, '__cause__'), lambda: ValueError(a=1), lambda: e.__setstate__(3), lambda: delattr(e, '__traceback__')):
    try:
        f()
    except TypeError as error:
        print(error)
