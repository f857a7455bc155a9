import asyncio


async def load():
    return {"name": "Ann"}


async def main():
    person = load()
    print(person["name"])


asyncio.run(main())

# differs: CPython shows lines of its own library, too
