import asyncio, socket
async def main():
    loop=asyncio.get_running_loop()
    for x in ("a", None, -1, 1.5):
        try: loop.add_reader(x, print)
        except BaseException as e: print(type(e), e)
    print(loop.remove_reader(77))
    try: loop.add_reader(9999, print)
    except BaseException as e: print(type(e), e)
    a,b=socket.socketpair()
    a.setblocking(False); b.setblocking(False)
    got=[]
    fut=loop.create_future()
    def rd():
        d=a.recv(2); got.append(d)
        if len(got)==4: fut.set_result(None)
    print(loop.add_reader(a, rd))
    b.send(b'12345678')
    await fut
    print(got, loop.remove_reader(a), loop.remove_reader(a))
    # both directions + dup
    fut=loop.create_future()
    ev=[]
    def w(): 
        ev.append('w'); loop.remove_writer(a)
    def r():
        ev.append(a.recv(10)); fut.set_result(1)
    d=a.dup()
    loop.add_reader(a, r); loop.add_writer(a, w)
    ev2=[]
    await asyncio.sleep(0.01)
    loop.add_reader(d, lambda: (ev2.append(1), loop.remove_reader(d)))
    b.send(b'zz')
    await fut
    print(ev, len(ev2)<=1)
    loop.remove_reader(a); loop.remove_reader(d)
    # close while registered
    await asyncio.sleep(0)
    loop.add_reader(a, r); loop.remove_reader(a)
    a.close(); d.close()
    await asyncio.sleep(0.01)
    c,e=socket.socketpair()
    fut=loop.create_future()
    loop.add_reader(c, lambda: fut.set_result(c.recv(5)))
    e.send(b'ok'); print(await fut)
    loop.remove_reader(c)
    # callback error
    def bad():
        e2.recv(1); loop.remove_reader(e2); 1/0
    c2,e2=socket.socketpair()
    loop.set_exception_handler(lambda l,ctx: print(ctx['message'].split(' at ')[0], repr(ctx['exception'])))
    loop.add_reader(e2, bad); c2.send(b'x')
    await asyncio.sleep(0.01)
asyncio.run(main())
