# contextlib.ExitStack: order, exceptions, contexts
from contextlib import *
@contextmanager
def cm(a=1):
    print('in', a)
    try: yield a
    finally: print('out', a)
def run(c, exc=None):
    try:
        with c:
            if exc: raise exc
        print('ok')
    except BaseException as e: print(type(e).__name__, e, repr(e.__cause__), repr(e.__context__), repr(e.__context__ and e.__context__.__context__))
with ExitStack() as st:
    print(st.enter_context(cm(9)))
    st.callback(print, 'cb', sep='')
    st.push(lambda *a: print('push', a[0]))
    @st.callback
    def q(): print('q')
    for call in (lambda: st.enter_context(1), lambda: st.callback()):
        try: call()
        except TypeError as error: print(error)
run(ExitStack())
st = ExitStack(); st.push(lambda *a: True); run(st, ValueError(1))
st = ExitStack(); st.callback(lambda: 1 / 0); st.callback(lambda: [][1]); run(st, ValueError('orig'))
st = ExitStack(); st.callback(lambda: 1 / 0); st.push(lambda *a: True); run(st, ValueError('orig'))
st = ExitStack(); st.enter_context(cm(1)); s2 = st.pop_all(); st.close(); print('moved'); s2.close()
try:
    try: raise KeyError('outer')
    except KeyError:
        with ExitStack() as st:
            st.callback(lambda: 1 / 0)
            raise ValueError('inner')
except ZeroDivisionError as e: print(repr(e.__context__), repr(e.__context__.__context__))
class W:
    text = ''
    def write(self, text): self.text += text
    def flush(self): pass
w = W()
with redirect_stdout(w) as r: print('hidden')
print(repr(w.text), r is w)
class C:
    def close(self): print('closed')
with closing(C()) as c: print(type(c).__name__)
import os
before = os.getcwd()
with chdir('/'): print(os.getcwd())
print(os.getcwd() == before)
