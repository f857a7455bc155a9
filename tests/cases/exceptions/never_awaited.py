# A coroutine that nobody awaited: once per line.
async def foo(): pass
def call():
    foo()
call()
call()
foo()
for i in range(2): foo()
print('done')
