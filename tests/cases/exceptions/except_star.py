# except*: parts go to the handlers they belong to, the rest goes on.
def run(exception, raise_in=None):
    try:
        try:
            raise exception
        except* ValueError as g:
            print('values', repr(g))
            if raise_in == 'value':
                raise OSError('from handler')
        except* (TypeError, KeyError) as g:
            print('others', repr(g))
            if raise_in == 'again':
                raise
        else:
            print('else')
    except BaseException as e:
        print('left', repr(e), repr(e.__context__))
run(ValueError(1))
run(OSError(1))
run(ExceptionGroup('g', [ValueError(1), TypeError(2), ExceptionGroup('h', [KeyError(3), OSError(4)])]))
run(ExceptionGroup('g', [ValueError(1), TypeError(2)]), 'value')
run(ExceptionGroup('g', [ValueError(1), TypeError(2), OSError(3)]), 'again')
run(BaseExceptionGroup('b', [KeyboardInterrupt(), ValueError(1)]))
try:
    try:
        raise ValueError
    except* ExceptionGroup:
        pass
except TypeError as e:
    print(e)
