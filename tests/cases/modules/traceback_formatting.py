# traceback: exceptions and stacks as text
import traceback, sys
def inner(): return 1 / 0
def outer():
    try: inner()
    except ZeroDivisionError as error: raise KeyError('k') from error
try: outer()
except KeyError as error:
    text = traceback.format_exc()
    print(text.replace(__file__, 'FILE'))
    print(''.join(traceback.format_exception(error)) == text)
    print(traceback.format_exception_only(error))
    print(traceback.format_exception_only(type(error), error))
    summary = traceback.extract_tb(error.__traceback__)
    print([(f.name, f.lineno, f.line) for f in summary])
    print(len(traceback.format_tb(error.__traceback__)), len(traceback.format_tb(error.__traceback__, 1)))
    print(''.join(traceback.format_exception(error, chain=False)).replace(__file__, 'FILE'))
    print(''.join(traceback.format_exception(error, limit=1)).replace(__file__, 'FILE'))
    te = traceback.TracebackException.from_exception(error)
    print(str(te), te.exc_type_str, type(te.__cause__).__name__, ''.join(te.format()) == text)
    traceback.print_exception(error, file=sys.stdout, limit=0)
error = ValueError('v'); error.add_note('a note')
print(traceback.format_exception(error), traceback.format_exception(None))
def where(): return traceback.extract_stack()
print([f.name for f in where()], where()[-1].line)
frame = traceback.FrameSummary('f.py', 3, 'fn', line='  x = 1 ')
print(frame, list(frame), frame[0], traceback.format_list([frame, ('g.py', 1, 'm', 'code')]))
def deep(n): return deep(n - 1) if n else 1 / 0
try: deep(8)
except ZeroDivisionError as error: print(traceback.format_tb(error.__traceback__)[-2].replace(__file__, 'FILE'), len(traceback.format_tb(error.__traceback__)))
try: raise ExceptionGroup('eg', [ValueError(1), TypeError(2)])
except ExceptionGroup as error: print(''.join(traceback.format_exception(error)).replace(__file__, 'FILE'))
try: traceback.format_exception(1)
except TypeError as error: print(error)
try: traceback.format_exception(ValueError, ValueError())
except ValueError as error: print(error)
