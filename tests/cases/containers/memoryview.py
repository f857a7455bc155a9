# memoryview: items, parts, casts, comparison, and what it refuses.
from _outcome import outcome

outcome("""\
m=memoryview(b'abcdef'); r=m[0],m[-1],bytes(m[1:3]),m.tolist(),len(m),m.nbytes,m.format,m.itemsize,m.ndim,m.shape,m.strides,m.suboffsets,m.readonly,m.c_contiguous,m.f_contiguous,m.contiguous,m.obj
""")
outcome("""\
m=memoryview(b'abcdef')[::2]; r=m.tolist(),m.tobytes(),m.contiguous,m.strides,bytes(m),m[1],m[::-1].tolist(),m.hex(),m.hex('-')
""")
outcome("""\
b=bytearray(b'abcdef'); m=memoryview(b); m[0]=90; m[1:3]=b'xy'; r=b
""")
outcome("""\
m=memoryview(bytearray(b'ab')); m[0]=256
""")
outcome("""\
m=memoryview(bytearray(b'ab')); m[0]='x'
""")
outcome("""\
m=memoryview(bytearray(b'ab')); m[0:1]=b'xx'
""")
outcome("""\
m=memoryview(bytearray(b'ab')); m[5]=1
""")
outcome("""\
m=memoryview(bytearray(b'ab')); m['a']
""")
outcome("""\
m=memoryview(bytearray(b'ab')); m[1.5]
""")
outcome("""\
m=memoryview(b'ab'); m[0]=1
""")
outcome("""\
m=memoryview(bytearray(b'ab')); del m[0]
""")
outcome("""\
m=memoryview(b'ab'); m[9]
""")
outcome("""\
memoryview()
""")
outcome("""\
memoryview(5)
""")
outcome("""\
memoryview('a')
""")
outcome("""\
memoryview(b'a',b'b')
""")
outcome("""\
memoryview(object=b'a')
""")
outcome("""\
b=bytearray(b'ab'); m=memoryview(b); b.append(1)
""")
outcome("""\
b=bytearray(b'ab'); m=memoryview(b); m.release(); b.append(1); r=b
""")
outcome("""\
b=bytearray(b'ab'); m=memoryview(b); del m; b.append(1); r=b
""")
outcome("""\
b=bytearray(b'ab'); m=memoryview(b); n=m[1:]; m.release(); b.pop()
""")
outcome("""\
m=memoryview(b'a'); m.release(); m[0]
""")
outcome("""\
m=memoryview(b'a'); m.release(); len(m)
""")
outcome("""\
m=memoryview(b'a'); m.release(); r=repr(m)[:16]; m.release(); m.obj
""")
outcome("""\
with memoryview(b'ab') as m: r=m[0]
m[0]
""")
outcome("""\
m=memoryview(b'abcd'); r=m==b'abcd', m==memoryview(b'abcd'), m==bytearray(b'abcd'), m==5, m!=b'abcd', hash(m)==hash(b'abcd')
""")
outcome("""\
hash(memoryview(bytearray(b'a')))
""")
outcome("""\
memoryview(b'a')<memoryview(b'b')
""")
outcome("""\
m=memoryview(b'ab'); r=list(m), 97 in m, 5 in m, [x for x in reversed(m)]
""")
outcome("""\
m=memoryview(bytes(range(16))); r=m.cast('I').tolist(), m.cast('H')[1], m.cast('b').tolist()[:2], m.cast('q').shape, m.cast('d')[0]>0, m.cast('@h')[0], m.cast('c')[3], m.cast('?')[0]
""")
outcome("""\
m=memoryview(bytes(range(12))).cast('B',[3,4]); r=m.tolist(),m.shape,m.strides,m[1,2],m.tobytes(),m.ndim,len(m),m.f_contiguous, m.tobytes('F')
""")
outcome("""\
m=memoryview(bytes(range(12))).cast('B',(3,4)); m[1]
""")
outcome("""\
m=memoryview(bytes(range(12))).cast('B',(3,4)); m[5,0]
""")
outcome("""\
m=memoryview(bytes(range(12))).cast('B',(3,4)); m[0,0,0]
""")
outcome("""\
memoryview(b'abc').cast('H')
""")
outcome("""\
memoryview(b'abcd').cast('H').cast('I')
""")
outcome("""\
memoryview(b'abc').cast('x')
""")
outcome("""\
memoryview(b'abc').cast(5)
""")
outcome("""\
memoryview(b'abc').cast('B',5)
""")
outcome("""\
memoryview(b'abc').cast('B',[5])
""")
outcome("""\
memoryview(b'abc').cast('B',['a'])
""")
outcome("""\
memoryview(b'abc').cast('B',[0])
""")
outcome("""\
memoryview(b'abcd')[::2].cast('B')
""")
outcome("""\
b=bytearray(8); m=memoryview(b).cast('h'); m[0]=-2; m[1]=32767; r=b; m[2]=40000
""")
outcome("""\
b=bytearray(16); m=memoryview(b).cast('d'); m[0]=1.5; r=b,m.tolist(); m[1]='a'
""")
outcome("""\
b=bytearray(4); m=memoryview(b).cast('e'); m[0]=1.5; m[1]=65504; r=b; m[0]=1e6
""")
outcome("""\
b=bytearray(4); m=memoryview(b).cast('c'); m[0]=b'z'; r=b; m[1]=5
""")
outcome("""\
b=bytearray(4); m=memoryview(b); m[1:]=m[:-1]; r=b
""")
outcome("""\
b=bytearray(b'abcd'); m=memoryview(b); m[::2]=b'XY'; r=b
""")
outcome("""\
m=memoryview(bytearray(b'ab')).toreadonly(); r=m.readonly; m[0]=1
""")
outcome("""\
r=b'-'.join([memoryview(b'a'),b'b']), b'x'+memoryview(b'y'), bytes(memoryview(b'q')), bytearray(memoryview(b'q')), b'abc'.find(memoryview(b'b')), int.from_bytes(memoryview(b'\\x01\\x02'),'big'), b'ab'.startswith(memoryview(b'a'))
""")
outcome("""\
memoryview(b'a')+b'b'
""")
outcome("""\
r=str(memoryview(b'abc'),'utf8')
""")
outcome("""\
r=memoryview(memoryview(b'abc')).obj
""")
outcome("""\
class M(memoryview): pass
""")
outcome("""\
b=bytearray(b'abc'); b+=b
""")
outcome("""\
r=memoryview(b'').tolist(), bytes(memoryview(b''))
""")
outcome("""\
m=memoryview(b'abcdef'); a,*b=m; r=a,b
""")
outcome("""\
match memoryview(b'ab'):
  case [a,b]: r=a,b
""")
outcome("""\
r=type(iter(memoryview(b'a'))).__name__
""")
outcome("""\
m=memoryview(b'abc'); m.x=1
""")
outcome("""\
m=memoryview(b'abc').cast('B',[]); 
""")
outcome("""\
m=memoryview(b'a').cast('B',[]); r=m[()],m.tolist(),m.shape; len(m)
""")
outcome("""\
r=eval(memoryview(b'1+1'))
""")
outcome("""\
print(memoryview(b'abc').tobytes(order='X'))
""")
outcome("""\
r=memoryview(b'\\x00\\x01') == memoryview(b'\\x00\\x01').cast('b')
""")
outcome("""\
r=float(memoryview(b'1.5')), int(memoryview(b'12'))
""")
