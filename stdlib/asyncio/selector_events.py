# The loop and its transports by the names that CPython has for them: both are native.

from _asyncio import _SelectorDatagramTransport, _SelectorSocketTransport
from asyncio import SelectorEventLoop

__all__ = ('BaseSelectorEventLoop',)

BaseSelectorEventLoop = SelectorEventLoop
