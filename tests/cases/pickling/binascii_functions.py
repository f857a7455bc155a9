"""binascii: all forms, both ways, with what each refuses."""
import binascii
from binascii import *
def show(lab, f):
    try: r=f()
    except BaseException as e: r=f'{type(e).__module__}.{type(e).__name__}: {e}'
    print(lab, ascii(r))
print(sorted(n for n in dir(binascii) if n[:2]!='__'), binascii.Error.__mro__, binascii.Incomplete.__mro__)
data=[b'',b'a',b'ab',b'abc',b'abcd',bytes(range(256)),b'\0'*50,b'hello world\n', b'a'*45, b'a'*46, b'a'*57, bytearray(b'xyz'), memoryview(b'xyz'), 'str', 5, None, b' ', b'    x', b'\xff'*3]
for d in data:
    k=repr(d)[:20] if not isinstance(d,memoryview) else 'mv'
    show(f'hex {k}',lambda:hexlify(d)); show(f'b2a_hex {k}',lambda:b2a_hex(d,':')); show(f'hs {k}',lambda:hexlify(d,b'-',2)); show(f'hs- {k}',lambda:hexlify(d,'_',-3)); show(f'b64 {k}',lambda:b2a_base64(d)); show(f'b64n {k}',lambda:b2a_base64(d,newline=False)); show(f'uu {k}',lambda:b2a_uu(d)); show(f'uub {k}',lambda:b2a_uu(d,backtick=True)); show(f'crc {k}',lambda:crc32(d)); show(f'crc2 {k}',lambda:crc32(d,12345)); show(f'hqx {k}',lambda:crc_hqx(d,0)); show(f'hqx2 {k}',lambda:crc_hqx(d,70000)); show(f'qp {k}',lambda:b2a_qp(d)); show(f'qpt {k}',lambda:b2a_qp(d,quotetabs=True)); show(f'qph {k}',lambda:b2a_qp(d,header=True)); show(f'qpi {k}',lambda:b2a_qp(d,istext=False)); show(f'un {k}',lambda:unhexlify(d)); show(f'a64 {k}',lambda:a2b_base64(d)); show(f'auu {k}',lambda:a2b_uu(d)); show(f'aqp {k}',lambda:a2b_qp(d))
for h in [b'00ff',b'0',b'0g',b'g0','00FF','0\xe9',b' 00',b'00 ', 'abc', b'aBcD', '\ud800']: show(f'un {h!r}'.encode('ascii','backslashreplace').decode(),lambda:unhexlify(h))
for b in [b'YQ==',b'YQ=',b'YQ',b'Y',b'YWI=',b'YWJj',b'YWJj\n',b'Y W\nJ!j',b'=',b'==',b'====',b'YQ==YQ==',b'YWI=YQ==',b'Y=',b'Y==',b'YQ==x',b'YWJjZ',b'YWJjZA',b'YWJjZA=',b'Y-_j','YQ==','\xe9',b'YQ=a=',b'=YQ==',b'YQ==\n',b'YQ===',b'YWJj=',b'YWJj====',b'\xff\xfe', b'Y=Q=', b'A=B=', b'ab=c=']:
    show(f'a64 {b!r}'.encode('ascii','backslashreplace').decode(),lambda:a2b_base64(b)); show(f'a64s {b!r}'.encode('ascii','backslashreplace').decode(),lambda:a2b_base64(b,strict_mode=True))
for u in [b'#86)C\n',b'#86)C',b'#86)',b'#86',b'#',b'"86)C\n',b' \n',b'!86)C',b'#86)C  \n',b'#86)Cxx\n',b'#86\x01C\n',b'#86aC\n',b'`\n',b'#``` `\n',b'M'+b'8'*60, b'\xff\n', b'#86)C\r\n', '#86)C\n', b'\x1f', b'#86)C!']:
    show(f'auu {u!r}',lambda:a2b_uu(u))
for q in [b'=41',b'=4',b'=',b'==',b'=\n',b'=\r\nx',b'=  \nx',b'=zz',b'=4z',b'a_b',b'=41_=42',b'=\rx',b'a=\nb','=41',b'=ab=AB',b'=x',b'\r\n', b'=\r', b'a=', b'=\nrest', b'=41=\n', b'=\t\nx', b'foo = bar']:
    show(f'aqp {q!r}',lambda:a2b_qp(q)); show(f'aqph {q!r}',lambda:a2b_qp(q,header=True))
for q in [b'x'*75,b'x'*76,b'x'*77,b'x'*200,b'=',b'a=b',b'a b',b'a \nb',b'a\t\nb',b'a\r\nb',b'a\nb\r\nc',b'.',b'.\n',b'\n.',b'.a',b'a.\n.\n',b'\t',b'a\t',b'a ',b' ',b'\x7f\x80',b'_',b'a_b',b' x ',b'x'*74+b'=y',b'x'*75+b' \n',b'\r',b'a\rb',b'x'*73+b'\xe9',b'x'*74+b'\xe9',b'x'*76+b'\n',b'\0', b'\n\n', b'=\n', b'x'*72+b'   y', b'a\n\r\n']:
    for kw in [{},dict(quotetabs=True),dict(istext=False),dict(header=True),dict(header=True,quotetabs=True,istext=False)]:
        show(f'qp {q[:8]!r}{len(q)} {kw}',lambda:b2a_qp(q,**kw))
show('k',lambda:hexlify(data=b'ab',sep='.',bytes_per_sep=1)); show('k2',lambda:hexlify(b'ab',sep='ab')); show('k3',lambda:hexlify(b'ab',sep='\xe9')); show('k4',lambda:hexlify(b'ab',sep=b'')); show('k5',lambda:hexlify(b'ab',':',0)); show('k6',lambda:hexlify(b'ab',5)); show('k7',lambda:hexlify()); show('k8',lambda:crc32(b'',2**40)); show('k9',lambda:crc32(b'a',-1)); show('k10',lambda:crc32(b'a','x')); show('k11',lambda:crc_hqx(b'a')); show('k12',lambda:a2b_qp(data=b'a')); show('k13',lambda:b2a_qp(data=b'a',quotetabs=1,istext=0,header=1)); show('k14',lambda:a2b_uu(b'#86)C\n',1)); show('k15',lambda:hexlify(b'ab',sep=None)); show('k16', lambda: hexlify(b'abcdef',':',2**40)); 
