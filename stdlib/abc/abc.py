# The three older decorators, which say both what a method is and that it is abstract.

class abstractclassmethod(classmethod):
    """Deprecated: put classmethod over abstractmethod instead."""

    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractstaticmethod(staticmethod):
    """Deprecated: put staticmethod over abstractmethod instead."""

    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractproperty(property):
    """Deprecated: put property over abstractmethod instead."""

    __isabstractmethod__ = True
