# What imports are refused for, and in which words.
import importlib
import sys
import warnings

warnings.simplefilter('error')


def run(code, **names):
    try:
        exec(code, names)
    except BaseException as error:
        print(type(error).__name__, error, getattr(error, 'name', None))


here = 'from . import x'
run(here)
run(here, __name__='a.b')
run(here, __name__='a.b', __package__='zork')
run('from .. import x', __name__='a.b', __package__='a')
run('from ... import x', __name__='a.b', __package__='a.b')
run(here, __package__='')
run(here, __package__=5)
run(here, __package__='zork', __spec__=sys.__spec__)
run(here, __spec__=sys.__spec__)
warnings.simplefilter('ignore')
run(here)
run(here, __name__='a.b')
run(here, __name__=5)
run('import _nowhere.a.b')
run('import _plain.x')
run('import _package._nowhere')
run('from _package import _nowhere')
run('from _package._nowhere import a')
run('from sys import nowhere')
run('import sys.nowhere')
run('__import__("")')
run('__import__(5)')
run('__import__("a", level=-1)')
run('__import__("a", {}, {}, [], 1)')
run('__import__("_package", fromlist=[1])')
run('__import__("_package", fromlist=["_nowhere"])')
sys.modules['_barred'] = None
run('import _barred')
run('import _barred.inside')


class Thing:
    attribute = 1


sys.modules['_thing'] = Thing()
run('from _thing import attribute; print(attribute)')
run('from _thing import nowhere')
run('import _thing.inside')
for args in (('.x',), ('..x', 'a'), ('.x', '_nowhere'), ('',), ('_package.',), ('._other', '_package')):
    try:
        print(importlib.import_module(*args).__name__)
    except Exception as error:
        print(type(error).__name__, error)
