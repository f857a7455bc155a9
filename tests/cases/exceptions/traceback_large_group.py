# Groups of many exceptions, and groups nested deeply, are cut.
e = ExceptionGroup('many', [ValueError(i) for i in range(18)])
for i in range(12):
    e = ExceptionGroup(str(i), [e] if i else [e, KeyError('x')])
try:
    raise e
except* KeyError:
    raise ExceptionGroup('many', [ValueError(i) for i in range(17)])
