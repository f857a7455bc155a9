# Which locals a frame keeps that others still hold.
import gc
import sys
class D:
    def __del__(s): print('del')
def f():
    try: 1/0
    except Exception as e: return e
def g():
    x = D(); e=f(); return e
e=g()
print(e.__traceback__.tb_frame.f_back.f_code.co_name)
print('have'); e=None; print('gone')
async def ca():
    try: 1/0
    except Exception as e: return e
async def cb():
    x = D(); e=await ca(); return e
c=cb()
try: c.send(None)
except StopIteration as s: e=s.value
c=None
print(e.__traceback__.tb_frame.f_back.f_code.co_name)
print('have'); e=s=None; print('gone')
def ga():
    try: 1/0
    except Exception as e: yield e
def gb():
    x = D()
    for e in ga(): break
    return e
e=gb()
print(e.__traceback__.tb_frame.f_back.f_code.co_name)
print('have'); e=s=None; print('gone')
def f(): return sys._getframe()
def g():
    x = D(); return f()
e=g()
print('have', list(e.f_back.f_locals)); e=None; print('gone')
def g():
    x = D(); return sys._getframe()
e=g()
print('have'); e=None; print('gone')
