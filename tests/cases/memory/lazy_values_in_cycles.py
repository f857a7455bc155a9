# What a type alias or a type parameter works out later may refer to it, through tuples: the collector
# takes such cycles apart all the same.
import gc


def alias():
    type Endless = (Endless,)
    Endless.__value__


def bound():
    def generic[T: (T,)](): pass
    generic.__type_params__[0].__constraints__


def default():
    def generic[T = (T,)](): pass
    generic.__type_params__[0].__default__


gc.disable()
for make in alias, bound, default:
    gc.collect()
    make()
    print(make.__name__, gc.collect() > 0, gc.collect())
# expect: alias True 0
# expect: bound True 0
# expect: default True 0
