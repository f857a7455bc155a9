# What only Windows has: the names are there, but there is no such loop here.

from asyncio import BaseEventLoop

__all__ = ('BaseProactorEventLoop',)


class BaseProactorEventLoop(BaseEventLoop):
    """A loop over completion ports, which this system does not have."""

    def __init__(self, proactor):
        raise NotImplementedError('there are no completion ports on this system')
