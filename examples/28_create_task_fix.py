import asyncio

async def test():
    print("never scheduled")

async def main():
        task = asyncio.create_task(test())  # 开始运行
        await task  # 等待完成

asyncio.run(main())
