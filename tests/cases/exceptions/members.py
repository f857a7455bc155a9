# What particular exceptions keep besides their arguments.
print(StopIteration().value, StopIteration(1, 2).value, SystemExit().code, SystemExit(3).code, SystemExit(1, 2).code)
i = ImportError('msg', name='n', path='p', name_from='f')
print(i.msg, i.name, i.path, i.name_from, i.args, str(i), ImportError(1, 2).msg, str(ImportError(1, 2)), i.__reduce__()[1:])
a = AttributeError('msg', name='n', obj=[1])
print(a.name, a.obj, a.args, a.__getstate__(), NameError('x', name='y').name, NameError().name)
print(ModuleNotFoundError('x', name='y').name, UnboundLocalError('a', name='z').name, a.__dict__)
a.name = 'other'
del a.obj
print(a.name, a.obj)
for f in (lambda: ImportError('a', foo=1), lambda: AttributeError('a', foo=1), lambda: NameError(obj=1), lambda: ModuleNotFoundError(a=3),
          lambda: KeyError(a=1), lambda: StopIteration(a=1), lambda: OSError(a=1)):
    try:
        f()
    except TypeError as e:
        print(e)
