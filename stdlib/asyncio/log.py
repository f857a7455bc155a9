# The logger of asyncio. The native loop uses it only once a program has loaded `logging` itself, and
# until then writes what an unconfigured logger would.

import logging

logger = logging.getLogger('asyncio')
