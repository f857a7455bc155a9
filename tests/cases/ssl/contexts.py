# What contexts are told, and what they refuse.
import os
import ssl
import warnings

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'certificates')
warnings.simplefilter('ignore')


def path(name):
    return os.path.join(FOLDER, name + '.pem')


def attempt(what, call):
    try:
        print(what, '->', repr(call()))
    except Exception as exc:
        print(what, '!!', type(exc).__name__, exc.args, getattr(exc, 'reason', 0),
              getattr(exc, 'library', 0))


def change(context, name, value):
    setattr(context, name, value)
    return getattr(context, name)


def new(protocol=ssl.PROTOCOL_TLS_CLIENT):
    return ssl.SSLContext(protocol)


attempt('none', lambda: new(None).protocol)
for wrong in (-1, 42, 'x'):
    attempt('protocol', lambda: new(wrong))
for protocol in (ssl.PROTOCOL_TLS, ssl.PROTOCOL_TLS_CLIENT, ssl.PROTOCOL_TLS_SERVER,
                 ssl.PROTOCOL_TLSv1_2):
    each = new(protocol)
    print(repr(each.protocol), each.check_hostname, each.verify_mode, int(each.options),
          each.verify_flags, each.minimum_version, each.maximum_version, each.security_level,
          each.num_tickets, each.hostname_checks_common_name, each.post_handshake_auth)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    new(None)
    new(ssl.PROTOCOL_TLSv1_2)
    new().minimum_version = ssl.TLSVersion.TLSv1
    print([str(each.message) for each in caught])

context, serving = new(), new(ssl.PROTOCOL_TLS_SERVER)
CHANGES = [
    ('verify_mode', (ssl.CERT_NONE,)), ('check_hostname', (False,)), ('verify_mode', (0, 5, 'x')),
    ('check_hostname', (True,)), ('options', (ssl.OP_NO_TICKET, -1, 'x', 2 ** 100)),
    ('minimum_version', (5, 'x', ssl.TLSVersion.TLSv1_3, ssl.TLSVersion.MINIMUM_SUPPORTED,
                         ssl.TLSVersion.MAXIMUM_SUPPORTED)),
    ('maximum_version', (ssl.TLSVersion.MAXIMUM_SUPPORTED, ssl.TLSVersion.TLSv1_2)),
    ('verify_flags', (ssl.VERIFY_CRL_CHECK_LEAF, None)), ('num_tickets', (3,)),
    ('sni_callback', (5,)), ('keylog_filename', (5, '/nowhere/x')),
    ('hostname_checks_common_name', (False, True)),
]
for name, values in CHANGES:
    for value in values:
        attempt(f'{name} = {value!r}', lambda: change(context, name, value))
print(context.verify_mode)
for name, values in (('num_tickets', (-1, None, 5)), ('sni_callback', (5, print, None))):
    for value in values:
        attempt(f'{name} = {value!r}', lambda: change(serving, name, value))

for rules in ('nope', '', 'ALL', None, 'ECDHE+AESGCM:!ECDSA', 'HIGH:-AES256:+ECDSA'):
    attempt(f'ciphers {rules!r}', lambda: new().set_ciphers(rules))
print([each['name'] for each in context.get_ciphers()][:3], context.get_ciphers()[0])
context.set_ciphers('ECDHE-RSA-AES128-GCM-SHA256')
print([each['name'] for each in context.get_ciphers()][3:])
for names in (['a' * 256], [''], ['\xe9'], [], 'h2', 5):
    attempt('protocols', lambda: context.set_alpn_protocols(names))
for curve in ('prime256v1', 'foo', b'secp384r1', None):
    attempt('curve', lambda: context.set_ecdh_curve(curve))

SECRET = path('rsa_key_secret')
KEYS = [
    ('localhost',), ('authority',), ('rsa_only',), ('rsa_key_secret',), ('/nowhere/x',),
    ('other', path('localhost')), ('localhost', path('rsa_only')), ('rsa_only', '/nowhere/x'),
    ('rsa_only', SECRET, 'secret'), ('rsa_only', SECRET, b'secret'), ('rsa_only', SECRET, 'wrong'),
    ('rsa_only', SECRET, lambda: bytearray(b'secret')), ('rsa_only', SECRET, lambda: 1 / 0),
    ('rsa_only', SECRET, lambda: 5), ('rsa_only', SECRET, 5), ('rsa_only', SECRET, 'a' * 2000),
    ('localhost', None, 'not needed'), (None,), (None, path('localhost')), (3,),
]
for first, *rest in KEYS:
    first = path(first) if isinstance(first, str) else first
    attempt(f'chain {os.path.basename(str(first))} {len(rest)}',
            lambda: new().load_cert_chain(first, *rest))

for given in ({}, {'cafile': path('authority')}, {'cafile': '/nowhere/x'}, {'cafile': 5},
              {'cafile': path('rsa_key_secret')}, {'capath': '/nowhere'}, {'capath': 5}):
    attempt('trust', lambda: context.load_verify_locations(**given))
with open(path('authority')) as file:
    text = file.read()
der = ssl.PEM_cert_to_DER_cert(text)
for data in (text, der, der + der, text + text, 'junk', b'junk', '', b'', 5, '\xe9', der + b'A',
             text[:100], bytearray(der)):
    attempt('data', lambda: new().load_verify_locations(cadata=data))
print(context.cert_store_stats(), context.get_ca_certs(), context.get_ca_certs(True) == [der])
print(context.session_stats())

for purpose in (ssl.Purpose.SERVER_AUTH, ssl.Purpose.CLIENT_AUTH):
    made = ssl.create_default_context(purpose, cadata=text)
    print(made.verify_mode, made.check_hostname, made.verify_flags, int(made.options),
          made.cert_store_stats())
made = ssl._create_unverified_context()
print(made.verify_mode, made.check_hostname, made.verify_flags)
attempt('purpose', lambda: ssl.create_default_context('x'))
attempt('purpose', lambda: new().load_default_certs('x'))
attempt('key alone', lambda: ssl._create_unverified_context(keyfile='x'))

make = ssl.MemoryBIO
attempt('memory', lambda: context.wrap_bio(None, None))
attempt('side', lambda: new().wrap_bio(make(), make(), True))
attempt('side', lambda: serving.wrap_bio(make(), make()))
for host in ('', '.x', 'a\0b', 5, 'x' * 70):
    attempt('host', lambda: new().wrap_bio(make(), make(), server_hostname=host))
for host in ('b\xfccher.example', b'abc', '127.0.0.1'):
    print(new().wrap_bio(make(), make(), server_hostname=host).server_hostname)
attempt('session', lambda: new().wrap_bio(make(), make(), server_hostname='x', session=5))
attempt('session', ssl.SSLSession)
attempt('object', ssl.SSLObject)
attempt('copy', lambda: __import__('copy').copy(context))
