# "Did you forget to import": the name of a module of the library.
asyncio.run
