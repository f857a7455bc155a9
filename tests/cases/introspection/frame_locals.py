# f_locals of a function's frame reads and writes the variables; locals() is a snapshot.
import sys


def function(argument):
    variable = 1
    cell = 2
    def inner():
        return cell
    proxy = sys._getframe().f_locals
    snapshot = locals()
    proxy['variable'] = 10
    proxy['cell'] = 20
    proxy['extra'] = 30
    print(variable, cell, inner(), snapshot['variable'], 'extra' in snapshot)
    print(list(proxy), len(proxy), 'extra' in proxy, proxy['extra'], proxy.get('none', 5))
    print(locals()['extra'], 'unbound' in proxy)
    for wrong in (lambda: proxy['none'], lambda: proxy.__delitem__('cell'), lambda: proxy.update(3),
                  lambda: hash(proxy), lambda: type(proxy)(3), lambda: proxy | 3):
        try:
            wrong()
        except Exception as error:
            print(type(error).__name__, error)
    print(proxy.setdefault('argument'), proxy.setdefault('more', 6), proxy.pop if hasattr(proxy, 'pop') else '-')
    proxy |= {'variable': 11}
    print(variable, (proxy | {'a': 1})['a'], sorted(proxy.copy())[:2], reversed(proxy)[:2])
    print(proxy == proxy.copy(), proxy == sys._getframe().f_locals, [(k, v) for k, v in proxy.items()][:2])
    for unbound in ():
        pass
    return proxy


proxy = function('a')
print(proxy['variable'], proxy['argument'], 'wrong' in proxy)
proxy['variable'] = 12
print(proxy['variable'])


def shadow():
    x = 'outer'
    return [dict(locals()) for x in [1]], locals()


print(shadow())
print([locals() for hidden in [1]])


class Class:
    attribute = 1
    inside = [locals() for hidden in [1]]


print(Class.inside)
print(sys._getframe().f_locals is globals(), type(proxy).__name__)
from collections.abc import Mapping
print(isinstance(proxy, Mapping))

# expect: 10 20 20 1 False
# expect: ['argument', 'variable', 'inner', 'snapshot', 'cell', 'proxy', 'extra'] 7 True 30 5
# expect: 30 False
# expect: KeyError "local variable ''none'' is not defined"
# expect: TypeError cannot remove variables from FrameLocalsProxy
# expect: TypeError update() argument must be dict or another FrameLocalsProxy
# expect: TypeError unhashable type: 'FrameLocalsProxy'
# expect: TypeError expect frame, not int
# expect: TypeError unsupported operand type(s) for |: 'FrameLocalsProxy' and 'int'
# expect: a 6 -
# expect: 11 1 ['argument', 'cell'] ['more', 'extra']
# expect: True True [('argument', 'a'), ('variable', 11)]
# expect: 11 a True
# expect: 12
# expect: ([{'x': 1}], {'x': 'outer'})
# expect: [{'hidden': 1}]
# expect: [{'hidden': 1}]
# expect: True FrameLocalsProxy
# expect: True
