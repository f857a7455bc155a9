# What belongs to one loop only.

from asyncio.locks import _Bound as _LoopBoundMixin

__all__ = ()
