import asyncio

async def test():
    print("never scheduled")

async def main():
    await test()  # 开始运行并等待完成

asyncio.run(main())
