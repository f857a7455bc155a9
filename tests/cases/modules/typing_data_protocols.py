# Protocols with data: isinstance() asks the instance, issubclass() is refused.
from typing import Protocol, runtime_checkable


@runtime_checkable
class Point(Protocol):
    x: int
    y: int


@runtime_checkable
class Sized(Protocol):
    def size(self): ...


class Some:
    def __init__(self):
        self.x, self.y = 1, 2

    def size(self):
        return 2


class Half:
    x = 1
    size = None


class Declared:
    x: int
    y: int


class Derived(Point):
    pass


class Disguised:
    __class__ = Half


print([isinstance(each(), Point) for each in (Some, Half, Declared, Derived, Disguised)])  # expect: [True, False, False, True, False]
print([isinstance(each(), Sized) for each in (Some, Half, Declared, Derived)])  # expect: [True, False, False, False]
print(issubclass(Some, Sized), issubclass(Half, Sized))  # expect: True False
try:
    issubclass(Some, Point)
except TypeError as error:
    print(error)  # expect: Protocols with non-method members don't support issubclass(). Non-method members: 'x', 'y'.
match Some():
    case Point(x=1, y=y):
        print(y)  # expect: 2
match Half():
    case Point():
        print('a point')
    case _:
        print('none')  # expect: none


# An abstract class asks its subclasses, protocols among them: these do not refuse.
import collections.abc
from typing import Iterable


class Numbers(Iterable[int], Protocol):
    x: int

    def f(self): ...


for value in 5, [], Some():
    print(isinstance(value, collections.abc.Iterable), issubclass(type(value), Iterable))
# expect: False False
# expect: True True
# expect: False False
for check in isinstance, issubclass:
    try:
        check(5 if check is isinstance else int, Numbers)
    except TypeError as error:
        print(error)
# expect: Instance and class checks can only be used with @runtime_checkable protocols
# expect: Instance and class checks can only be used with @runtime_checkable protocols
