# args: <FOLDER>
# Packages without an __init__ are spread over the entries of sys.path, and follow it.
import os
import sys

root = sys.argv[1]


def write(path, text):
    path = os.path.join(root, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w') as file:
        file.write(text)


write('one/spread/first.py', 'x = 1')
write('two/spread/second.py', 'x = 2')
write('two/spread/deep/inner.py', 'x = 3')
write('three/spread/third.py', 'x = 4')
write('four/spread/__init__.py', 'x = 5')
sys.path[:0] = [root + '/one', root + '/two']
import spread.first
import spread.second
import spread.deep.inner


def short(value):
    return repr(value).replace(root, 'ROOT').split(' object at ')[0]


print(spread.first.x, spread.second.x, spread.deep.inner.x)
print(short(spread), short(spread.__path__), short(spread.deep))
print(short(spread.__spec__), spread.__spec__.parent, spread.__package__, spread.__file__)
print(spread.__loader__ is spread.__spec__.loader, spread.__loader__.is_package('spread'))
try:
    import spread.third
except ImportError as error:
    print(error, error.name)
sys.path.append(root + '/three')
import spread.third
print(spread.third.x, short(list(spread.__path__)), len(spread.__path__))
try:
    from spread import fourth
except ImportError as error:
    print(error, error.name, error.path)
del sys.modules['spread']
sys.path.append(root + '/four')
import spread
print(spread.x, short(spread))
