# Levels of all loggers and of asyncio's, from the page about development.
import logging

logging.basicConfig(level=logging.DEBUG)

print(logging.getLogger("asyncio").getEffectiveLevel())

logging.getLogger("asyncio").setLevel(logging.WARNING)

print(logging.getLogger("asyncio").getEffectiveLevel(), logging.getLogger().getEffectiveLevel())
