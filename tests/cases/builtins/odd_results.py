# Messages of odd reprs, repeats and groups that were split.
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
class V0(dict):
    def __pow__(self, other=None, mod=None): return []
    def __mul__(self, other): return NotImplemented
t(lambda: 'ab'*V0()); t(lambda: [1]*V0()); t(lambda: V0()*'ab'); t(lambda: b'1'*V0())
class C:
    def __repr__(s): return [1]
t(lambda: f'{C()}'); t(lambda: str(C())); t(lambda: repr(C())); t(lambda: '%s'%C()); t(lambda: '%r'%C()); t(lambda: print(C())); t(lambda: format(C()))
class B(Exception):
    def __repr__(s): return 1
t(lambda: str(B())); t(lambda: str([C()]))
a=bytearray()
def s(v): a[:]=v
for v in (2j,2,2.0,'s',None,[1],object(),True): t(lambda: s(v))
eg=ExceptionGroup('g',[ValueError(),TypeError()])
for x in eg.split(ValueError)+eg.split(KeyError)+(eg.subgroup(ValueError),eg.derive([KeyError()])): print(repr(x), x is not None and x.__suppress_context__)
