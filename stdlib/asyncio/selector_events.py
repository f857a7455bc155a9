# The loop and its transports by the names that CPython has for them: both are native.

from _asyncio import _SelectorDatagramTransport, _SelectorSocketTransport, _SelectorTransport
from asyncio import SelectorEventLoop

__all__ = ('BaseSelectorEventLoop',)

BaseSelectorEventLoop = SelectorEventLoop
