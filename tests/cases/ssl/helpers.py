# Certificates as text and as a dict, moments, purposes, random bytes, names.
import os
import ssl

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'certificates')


def attempt(what, call):
    try:
        print(what, '->', repr(call()))
    except Exception as exc:
        print(what, '!!', type(exc).__name__, exc.args)


for name in ('localhost', 'client', 'plain', 'authority', 'selfsigned', 'expired'):
    print(ssl._ssl._test_decode_cert(os.path.join(FOLDER, name + '.pem')))
attempt('no file', lambda: ssl._ssl._test_decode_cert('/nowhere'))
attempt('no certificate', lambda: ssl._ssl._test_decode_cert(
    os.path.join(FOLDER, 'rsa_key_secret.pem')))

der = bytes(range(100))
pem = ssl.DER_cert_to_PEM_cert(der)
print(pem)
print(ssl.PEM_cert_to_DER_cert(pem) == der, ssl.PEM_cert_to_DER_cert(pem + '\n\n') == der)
for wrong in ('x', ssl.PEM_HEADER + 'AAAA'):
    attempt('pem', lambda: ssl.PEM_cert_to_DER_cert(wrong))
attempt('der', lambda: ssl.DER_cert_to_PEM_cert('x'))

for moment in ('May  9 00:00:00 2007 GMT', 'jAn  1 00:00:00 1970 GMT', 'Feb 30 12:30:45 2007 GMT',
               'Dec 31 23:59:60 2008 GMT', 'Jan  5 09:34:43 2118 GMT', 'May  9 00:00:00 2007',
               'Mai  9 00:00:00 2007 GMT', 'Jan  1 00:00 1970 GMT', 'May  9 00:00:00 2007 UTC'):
    attempt('moment', lambda: ssl.cert_time_to_seconds(moment))

attempt('purpose', lambda: ssl.Purpose.SERVER_AUTH)
attempt('purpose', lambda: ssl.Purpose.CLIENT_AUTH.oid)
attempt('purpose', lambda: ssl.Purpose('x'))
attempt('object', lambda: ssl._ASN1Object('1.3.6.1.5.5.7.3.1'))
attempt('object', lambda: ssl._ASN1Object.fromnid(129))
attempt('object', lambda: ssl._ASN1Object.fromname('serverAuth') == ssl.Purpose.SERVER_AUTH)
for call in (lambda: ssl._ASN1Object('serverAuth'), lambda: ssl._ASN1Object.fromnid(-1),
             lambda: ssl._ASN1Object.fromnid(100_000)):
    attempt('object', call)

attempt('random', lambda: (len(ssl.RAND_bytes(16)), ssl.RAND_bytes(0), ssl.RAND_status()))
attempt('random', lambda: ssl.RAND_bytes(8) != ssl.RAND_bytes(8))
for wrong in (-5, 'x'):
    attempt('random', lambda: ssl.RAND_bytes(wrong))
attempt('random', lambda: (ssl.RAND_add('x', 1.0), ssl.RAND_add(b'x', 1)))
attempt('random', lambda: ssl.RAND_add(5, 1))

print(ssl.CertificateError is ssl.SSLCertVerificationError, ssl.socket_error is OSError)
for kind in (ssl.SSLError, ssl.SSLZeroReturnError, ssl.SSLWantReadError, ssl.SSLWantWriteError,
             ssl.SSLSyscallError, ssl.SSLEOFError, ssl.SSLCertVerificationError):
    print([each.__qualname__ for each in kind.__mro__], kind.__module__)
print(str(ssl.SSLError(1, 'text')), str(ssl.SSLError('a', 'b')), str(ssl.SSLError('a')),
      ssl.SSLError(1, 'text').errno, repr(ssl.SSLError(1, 'text')))
attempt('reason', lambda: ssl.SSLError(1, 'x').reason is None)
print(repr(ssl.PROTOCOL_TLS), repr(ssl.CERT_NONE), repr(ssl.TLSVersion.TLSv1_2),
      repr(ssl.OP_NO_TICKET), repr(ssl.AlertDescription(48)), repr(ssl.SSLErrorNumber(2)),
      repr(ssl.VerifyFlags(36)), repr(ssl.TLSVersion(-2)), repr(ssl._TLSContentType(22)),
      ssl.PROTOCOL_TLS, ssl.CERT_REQUIRED, sep='\n')
print(ssl.get_protocol_name(2), ssl.get_protocol_name(16), ssl.get_protocol_name(99))
print(ssl.HAS_SNI, ssl.HAS_ALPN, ssl.HAS_ECDH, ssl.HAS_TLSv1_2, ssl.HAS_TLSv1_3, ssl.HAS_SSLv2)
for name in ('match_hostname', 'wrap_socket', 'RAND_egd'):
    print(hasattr(ssl, name))
