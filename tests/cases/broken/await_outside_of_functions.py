# exit: 1
import asyncio

await asyncio.sleep(1)
