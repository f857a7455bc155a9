"""struct: every letter, every function, every complaint."""
import struct
from struct import *
def show(lab, f):
    try: r=f()
    except BaseException as e: r=f'{type(e).__module__}.{type(e).__name__}: {e}'
    print(lab, ascii(r))
big=2**70
class I:
    def __index__(s): return 5
class Fl:
    def __float__(s): return 1.5
class BadI:
    def __index__(s): raise ZeroDivisionError('z')

for mark in "@<>":
    for letter in "cbB?hHiIlLqQnNefdspPx":
        show(f"size {mark}{letter}", lambda: calcsize(mark + letter))
        for value in [0, -1, 127, 128, -129, 256, 2**31, 2**32, 2**63, 2**64, -2**63 - 1, 1.5, "a", b"a", b"ab",
                      None, I(), Fl(), BadI(), True, 1e300, 65519.9, 65520.0, float("inf")]:
            shown = value if not hasattr(value, "__dict__") else type(value).__name__
            show(f"{mark}{letter} {shown}", lambda: pack(mark + letter, value))
for f in ['','x','@','<','  ','i i',' i 2h','2','3 i','0i','0s','10s','0p','1p','5p','300p','i0q','bq','bqb','bhilqd','c5sib','@bi','=bi','Z','i,','99999999999999999999i','9223372036854775807i','4611686018427387904i','2305843009213693952q','9223372036854775807s','i\x00','\xe9',b'ih',b'\xff',None,5,'<n','@n','=P','<N','!?','x2x3x','<0s','i>i','@@i', '3?', '\ud800','100000000000s']:
    show(f'calcsize {f!a}', lambda: calcsize(f))
show('1', lambda: pack('ii',1)); show('2', lambda: pack('ii',1,2,3)); show('3', lambda: pack()); show('4', lambda: pack(1)); show('5', lambda: unpack('i')); show('6',lambda:unpack('i',b'')); show('7',lambda:unpack('i','abcd')); show('8',lambda:unpack('i',b'abcde'))
show('8b', lambda: unpack('ihb',b'abcdefg'))
b=bytearray(10)
show('9',lambda:pack_into('i',b)); show('10',lambda:pack_into('i')); show('11',lambda:pack_into()); show('12',lambda:pack_into('i',b,0)); show('13',lambda:pack_into('i',b,0,1,2)); show('14',lambda:pack_into('i',b,7,1)); show('15',lambda:pack_into('i',b,-2,1)); show('16',lambda:pack_into('i',b,-11,1)); show('17',lambda:pack_into('i',b,10,1)); show('18',lambda:pack_into('i',b,2**70,1)); show('19',lambda:pack_into('i',b,'a',1)); show('20',lambda:pack_into('i',b'abcd',0,1)); show('21',lambda:pack_into('i','abc',0,1)); show('22',lambda:pack_into('i',b,-4,7)); show('b',lambda:b); show('22b',lambda:pack_into('i',b,2**62,1))
for off in (0,1,-1,-4,-5,2,5,2**62,-2**62,'a'):
    show(f'uf {off}',lambda:unpack_from('i',b'abcdef',off)); 
show('23',lambda:unpack_from('i',b'abcd',offset=0)); show('24',lambda:unpack_from('i',buffer=b'abcd')); show('25',lambda:unpack_from('i')); show('26',lambda:Struct('i').unpack_from(buffer=b'abcdefgh',offset=4)); show('27',lambda:list(iter_unpack('h',b'abcd'))); show('28',lambda:iter_unpack('h',b'abc')); show('29',lambda:iter_unpack('',b'')); show('30',lambda:iter_unpack('0s',b''))
it=iter_unpack('>h',b'abcdef'); show('31',lambda:(type(it),it.__length_hint__(),next(it),it.__length_hint__(),list(it),it.__length_hint__(),next(it,'end')))
S=Struct('<2hx3s'); show('32',lambda:(S.format,S.size,repr(S),type(S),S.pack(1,2,b'abcd'),S.unpack(S.pack(1,2,b'a')),S.__sizeof__()))
show('33',lambda:Struct()); show('34',lambda:Struct(1)); show('35',lambda:Struct(b'i').format); show('36',lambda:Struct(format='i').size); show('37',lambda:S.pack(1)); show('38',lambda:S.pack('a',2,b'')); show('39',lambda:S.unpack(b'')); show('40',lambda:S.unpack_from(b'')); show('41',lambda:S.pack_into(bytearray(20),3,1,2,b'x')); show('42',lambda:S.pack_into(bytearray(20))); show('43',lambda:S.iter_unpack(b'1234')); show('44',lambda:Struct('i',2)); show('45',lambda:Struct.__new__(Struct)); 
X=None
def f():
    s=Struct.__new__(Struct); return s.pack()

def f():
    s=Struct.__new__(Struct); return s.format
show('47',f)
def f():
    s=Struct.__new__(Struct); return s.size, s.iter_unpack(b'')

def f():
    s=Struct('i'); s.__init__('h'); return s.size,s.format
show('49',f)
show('50',lambda:error.__mro__); show('51',lambda:(struct.__all__,error.__module__,Struct.__module__)); show('52',lambda:S.format.__class__); show('53',lambda: (setattr(S,'format','x')))
class SS(Struct):
    def __init__(s,*a): super().__init__('b')
show('54',lambda:SS('h').size); show('55',lambda:pack('3s',b'abcdef')+pack('3s',b'a')+pack('p',b'abc')+pack('5p',b'abcdefgh')+pack('0p',b'a')+pack('0s',b'abc')+pack('300p',b'a'*299)[:3]); show('56',lambda:unpack('0s5p3sp',b'\x03abcdxyz\x01')); show('57',lambda:unpack('5p',b'\xffabcd')); show('58',lambda:unpack('0p',b'')); show('59',lambda:pack('s','a')); show('60',lambda:pack('p',5)); show('61',lambda:pack('2?',[],[1])); show('62',lambda:unpack('3?',b'\x00\x02\x01')); show('63',lambda:unpack('<q>',b'')); show('64',lambda:pack('bhilqd',1,2,3,4,5,6.0)); show('65',lambda:pack('>bhilqd',1,2,3,4,5,6.0)); show('66',lambda:pack('d?xbi0q',1,1,1,1))
show('67',lambda:struct._clearcache()); show('69',lambda:unpack('P',b'\1\0\0\0\0\0\0\0')); show('70',lambda:pack('?',BadB()))
class BadB:
    def __bool__(s): raise ZeroDivisionError
show('70',lambda:pack('?',BadB())); show('71', lambda: Struct('i').pack(a=1)); show('72',lambda: pack('i',1,a=2)); show('73', lambda: calcsize()); show('74',lambda: calcsize('i','j')); show('75', lambda: unpack('i',b'1234',3)); show('76',lambda: unpack_from('i',b'1234',0,1)); show('77',lambda:iter_unpack('i',5)); show('78',lambda:unpack_from('i',5)); show('79', lambda: type(iter_unpack('i',b''))()); import copy
show('80', lambda: copy.copy(S)); show('81', lambda: S.__reduce_ex__(2)); show('82', lambda: unpack('<e',b'\x01\x00')+unpack('>e',b'\x7c\x00')+unpack('e',b'\xff\xff')+unpack('f',b'\xff\xff\xff\x7f')); show('83',lambda:pack('<e',5.9e-8)+pack('e',2.9e-8)+pack('e',65519.99)+pack('>e',float('nan'))+pack('>e',-0.0)); show('84',lambda:pack('f',1e-46)+pack('>f',3.4028235e38)+pack('>f',float('-inf'))); show('85',lambda:pack('>f',3.4028236e38)); show('86', lambda:pack('>f',3.4028235677973366e+38))
