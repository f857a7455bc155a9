# Enumerations, contexts, sockets and objects over what is native.

import binascii
import enum
import os
import socket as _sockets
import sys
import _ssl
from collections import namedtuple
from socket import SO_TYPE, SOCK_STREAM, SOL_SOCKET, create_connection, socket
from _ssl import (
    HAS_ALPN, HAS_ECDH, HAS_NPN, HAS_PSK, HAS_SNI, HAS_SSLv2, HAS_SSLv3, HAS_TLSv1, HAS_TLSv1_1,
    HAS_TLSv1_2, HAS_TLSv1_3, OPENSSL_VERSION, OPENSSL_VERSION_INFO, OPENSSL_VERSION_NUMBER,
    MemoryBIO, RAND_add, RAND_bytes, RAND_status, SSLCertVerificationError, SSLEOFError, SSLError,
    SSLSession, SSLSyscallError, SSLWantReadError, SSLWantWriteError, SSLZeroReturnError,
    _DEFAULT_CIPHERS, _OPENSSL_API_VERSION, _SSLContext)

CertificateError = SSLCertVerificationError
socket_error = OSError
CHANNEL_BINDING_TYPES = []
HAS_NEVER_CHECK_COMMON_NAME = True


# ---- enumerations ------------------------------------------------------------------------------

def _enumeration(kind, name, prefix, strip=False):
    """A class of the numbers whose names begin like this, and the names in this module."""
    found = sorted((value, key) for key, value in vars(_ssl).items() if key.startswith(prefix))
    rows = [(key.removeprefix(prefix) if strip else key, value) for value, key in found]
    made = kind(name, rows, module=__name__)
    if not strip:
        globals().update(made.__members__)
    return made


Options = _enumeration(enum.IntFlag, 'Options', 'OP_')
VerifyFlags = _enumeration(enum.IntFlag, 'VerifyFlags', 'VERIFY_')
VerifyMode = _enumeration(enum.IntEnum, 'VerifyMode', 'CERT_')
SSLErrorNumber = _enumeration(enum.IntEnum, 'SSLErrorNumber', 'SSL_ERROR_')
AlertDescription = _enumeration(enum.IntEnum, 'AlertDescription', 'ALERT_DESCRIPTION_')
TLSVersion = _enumeration(enum.IntEnum, 'TLSVersion', 'PROTO_', strip=True)
_SSLMethod = enum.IntEnum('_SSLMethod', sorted(
    ((key, value) for key, value in vars(_ssl).items() if key.startswith('PROTOCOL_')),
    key=lambda row: (row[1], row[0] == 'PROTOCOL_SSLv23')), module=__name__)
globals().update(_SSLMethod.__members__)
_PROTOCOL_NAMES = {member: member.name for member in _SSLMethod}

_TLSContentType = enum.IntEnum('_TLSContentType', {
    'CHANGE_CIPHER_SPEC': 20, 'ALERT': 21, 'HANDSHAKE': 22, 'APPLICATION_DATA': 23,
    'HEADER': 256, 'INNER_CONTENT_TYPE': 257}, module=__name__)
_TLSAlertType = enum.IntEnum('_TLSAlertType', {
    'CLOSE_NOTIFY': 0, 'UNEXPECTED_MESSAGE': 10, 'BAD_RECORD_MAC': 20, 'DECRYPTION_FAILED': 21,
    'RECORD_OVERFLOW': 22, 'DECOMPRESSION_FAILURE': 30, 'HANDSHAKE_FAILURE': 40,
    'NO_CERTIFICATE': 41, 'BAD_CERTIFICATE': 42, 'UNSUPPORTED_CERTIFICATE': 43,
    'CERTIFICATE_REVOKED': 44, 'CERTIFICATE_EXPIRED': 45, 'CERTIFICATE_UNKNOWN': 46,
    'ILLEGAL_PARAMETER': 47, 'UNKNOWN_CA': 48, 'ACCESS_DENIED': 49, 'DECODE_ERROR': 50,
    'DECRYPT_ERROR': 51, 'EXPORT_RESTRICTION': 60, 'PROTOCOL_VERSION': 70,
    'INSUFFICIENT_SECURITY': 71, 'INTERNAL_ERROR': 80, 'INAPPROPRIATE_FALLBACK': 86,
    'USER_CANCELED': 90, 'NO_RENEGOTIATION': 100, 'MISSING_EXTENSION': 109,
    'UNSUPPORTED_EXTENSION': 110, 'CERTIFICATE_UNOBTAINABLE': 111, 'UNRECOGNIZED_NAME': 112,
    'BAD_CERTIFICATE_STATUS_RESPONSE': 113, 'BAD_CERTIFICATE_HASH_VALUE': 114,
    'UNKNOWN_PSK_IDENTITY': 115, 'CERTIFICATE_REQUIRED': 116,
    'NO_APPLICATION_PROTOCOL': 120}, module=__name__)
_TLSMessageType = enum.IntEnum('_TLSMessageType', {
    'HELLO_REQUEST': 0, 'CLIENT_HELLO': 1, 'SERVER_HELLO': 2, 'HELLO_VERIFY_REQUEST': 3,
    'NEWSESSION_TICKET': 4, 'END_OF_EARLY_DATA': 5, 'HELLO_RETRY_REQUEST': 6,
    'ENCRYPTED_EXTENSIONS': 8, 'CERTIFICATE': 11, 'SERVER_KEY_EXCHANGE': 12,
    'CERTIFICATE_REQUEST': 13, 'SERVER_DONE': 14, 'CERTIFICATE_VERIFY': 15,
    'CLIENT_KEY_EXCHANGE': 16, 'FINISHED': 20, 'CERTIFICATE_URL': 21, 'CERTIFICATE_STATUS': 22,
    'SUPPLEMENTAL_DATA': 23, 'KEY_UPDATE': 24, 'NEXT_PROTO': 67, 'MESSAGE_HASH': 254,
    'CHANGE_CIPHER_SPEC': 257}, module=__name__)


class _ASN1Object(namedtuple('_ASN1Object', ('nid', 'shortname', 'longname', 'oid'))):
    """An object identifier."""

    __slots__ = ()

    def __new__(cls, oid):
        return cls._make(_ssl.txt2obj(oid, name=False))

    @classmethod
    def _make(cls, fields):
        return tuple.__new__(cls, fields)

    @classmethod
    def fromnid(cls, nid):
        """The one with OpenSSL's number."""
        return cls._make(_ssl.nid2obj(nid))

    @classmethod
    def fromname(cls, name):
        """The one with that name, short or long."""
        return cls._make(_ssl.txt2obj(name, name=True))


class Purpose(_ASN1Object, enum.Enum):
    """What the other side's certificate is to be good for."""

    SERVER_AUTH = '1.3.6.1.5.5.7.3.1'
    CLIENT_AUTH = '1.3.6.1.5.5.7.3.2'


def get_protocol_name(protocol_code):
    return _PROTOCOL_NAMES.get(protocol_code, '<unknown>')


# ---- contexts ----------------------------------------------------------------------------------

def _as_member(name, kind):
    """The attribute of the native type as a member of an enumeration."""
    native = getattr(_SSLContext, name)
    read, write = native.__get__, native.__set__

    def shown(self):
        value = read(self)
        try:
            return kind(value)
        except ValueError:
            return value

    return property(shown, write, doc=native.__doc__)


def _idna(hostname):
    """A name of a host as it goes over the wire."""
    if isinstance(hostname, str):
        return hostname.encode('idna').decode('ascii') if hostname else hostname
    return None if hostname is None else hostname.decode('ascii')


def _flagged(bit):
    """Whether a bit of the host flags is off."""

    def read(self):
        return not self._host_flags & bit

    def write(self, value):
        self._host_flags = self._host_flags & ~bit if value else self._host_flags | bit

    return property(read, write, doc='Whether the subject counts where no other name is there.')


class SSLContext(_SSLContext):
    """What connections have in common: certificates, keys, and what is asked of the other side."""

    sslsocket_class = None
    sslobject_class = None

    def __new__(cls, protocol=None, *args, **kwargs):
        if protocol is None:
            import warnings
            warnings.warn('ssl.SSLContext() without protocol argument is deprecated.',
                          DeprecationWarning, 2)
            protocol = PROTOCOL_TLS
        return _SSLContext.__new__(cls, protocol)

    options = _as_member('options', Options)
    verify_flags = _as_member('verify_flags', VerifyFlags)
    verify_mode = _as_member('verify_mode', VerifyMode)
    minimum_version = _as_member('minimum_version', TLSVersion)
    maximum_version = _as_member('maximum_version', TLSVersion)
    hostname_checks_common_name = _flagged(_ssl.HOSTFLAG_NEVER_CHECK_SUBJECT)

    @property
    def protocol(self):
        return _SSLMethod(super().protocol)

    def _encode_hostname(self, hostname):
        return _idna(hostname)

    def wrap_socket(self, sock, server_side=False, do_handshake_on_connect=True,
                    suppress_ragged_eofs=True, server_hostname=None, session=None):
        """A socket that goes on in the given one's place, encrypted."""
        return self.sslsocket_class._create(
            sock, self, server_side, server_hostname, session, do_handshake_on_connect,
            suppress_ragged_eofs)

    def wrap_bio(self, incoming, outgoing, server_side=False, server_hostname=None, session=None):
        """A connection whose bytes go through two MemoryBIO objects."""
        return self.sslobject_class._create(
            self, incoming, outgoing, server_side, self._encode_hostname(server_hostname), session)

    def set_alpn_protocols(self, alpn_protocols):
        """Protocols to agree on, the preferred one first."""
        names = [name.encode('ascii') for name in alpn_protocols]
        if not all(0 < len(name) < 256 for name in names):
            raise SSLError('ALPN protocols must be 1 to 255 in length')
        self._set_alpn_protocols(b''.join(bytes([len(name)]) + name for name in names))

    def set_npn_protocols(self, npn_protocols):
        """The forerunner of ALPN, which nothing speaks any more."""
        raise NotImplementedError('NPN is not supported, use ALPN')

    def set_servername_callback(self, server_name_callback):
        """Like sni_callback, with names as they go over the wire."""
        if server_name_callback is None:
            self.sni_callback = None
        elif not callable(server_name_callback):
            raise TypeError('not a callable object')
        else:
            self.sni_callback = lambda owner, name, context: server_name_callback(
                owner, _idna(name), context)

    def load_default_certs(self, purpose=Purpose.SERVER_AUTH):
        """Trust the authorities that the system trusts."""
        if not isinstance(purpose, _ASN1Object):
            raise TypeError(purpose)
        self.set_default_verify_paths()


def _log_keys_as_asked(context):
    path = os.environ.get('SSLKEYLOGFILE')
    if path and not sys.flags.ignore_environment:
        context.keylog_filename = path
    return context


def create_default_context(purpose=Purpose.SERVER_AUTH, *, cafile=None, capath=None, cadata=None):
    """A context with settings that are safe today."""
    sides = {Purpose.SERVER_AUTH: PROTOCOL_TLS_CLIENT, Purpose.CLIENT_AUTH: PROTOCOL_TLS_SERVER}
    if not isinstance(purpose, _ASN1Object):
        raise TypeError(purpose)
    if purpose not in sides:
        raise ValueError(purpose)
    made = SSLContext(sides[purpose])
    made.verify_flags |= VERIFY_X509_PARTIAL_CHAIN | VERIFY_X509_STRICT
    if cafile or capath or cadata:
        made.load_verify_locations(cafile, capath, cadata)
    elif purpose is Purpose.SERVER_AUTH:
        made.load_default_certs(purpose)
    return _log_keys_as_asked(made)


def _create_unverified_context(protocol=None, *, cert_reqs=CERT_NONE, check_hostname=False,
                               purpose=Purpose.SERVER_AUTH, certfile=None, keyfile=None,
                               cafile=None, capath=None, cadata=None):
    """A context that trusts everybody, unless it is told not to."""
    if not isinstance(purpose, _ASN1Object):
        raise TypeError(purpose)
    if keyfile and not certfile:
        raise ValueError('certfile must be specified')
    sides = {Purpose.SERVER_AUTH: PROTOCOL_TLS_CLIENT, Purpose.CLIENT_AUTH: PROTOCOL_TLS_SERVER}
    if protocol is None and purpose not in sides:
        raise ValueError(purpose)
    made = SSLContext(sides[purpose] if protocol is None else protocol)
    made.check_hostname = check_hostname
    if cert_reqs is not None:
        made.verify_mode = cert_reqs
    if check_hostname:
        made.check_hostname = True
    if certfile:
        made.load_cert_chain(certfile, keyfile)
    if cafile or capath or cadata:
        made.load_verify_locations(cafile, capath, cadata)
    elif made.verify_mode != CERT_NONE:
        made.load_default_certs(purpose)
    return _log_keys_as_asked(made)


_create_default_https_context = create_default_context
_create_stdlib_context = _create_unverified_context


# ---- connections -------------------------------------------------------------------------------

def _passed_on(name, doc, default=None):
    """A method that the connection answers; without one, the answer is the default."""

    def method(self):
        connection = self._sslobj
        return default if connection is None else getattr(connection, name)()

    method.__name__ = name
    method.__doc__ = doc
    return method


def _chain(name, doc):
    """A method for a chain of certificates, as bytes."""

    def method(self):
        held = getattr(self._sslobj, name)()
        return [each.public_bytes(_ssl.ENCODING_DER) for each in held or ()]

    method.__name__ = name
    method.__doc__ = doc
    return method


def _looked_up(name, doc, settable=False):
    """An attribute of the connection; None without one."""

    def read(self):
        return None if self._sslobj is None else getattr(self._sslobj, name)

    def write(self, value):
        if self._sslobj is not None:
            setattr(self._sslobj, name, value)

    return property(read, write if settable else None, doc=doc)


def _warn_of_npn():
    import warnings
    warnings.warn('ssl NPN is deprecated, use ALPN instead', DeprecationWarning, 3)


class _Told:
    """What both kinds of connections tell of themselves."""

    cipher = _passed_on('cipher', 'The cipher suite in use: name, version of the protocol, bits.')
    shared_ciphers = _passed_on('shared_ciphers', 'Cipher suites that the client offered, too.')
    compression = _passed_on('compression', 'None: nothing is compressed.')
    version = _passed_on('version', 'The version of the protocol in use.')
    pending = _passed_on('pending', 'How many bytes can be read at once.', 0)
    selected_alpn_protocol = _passed_on('selected_alpn_protocol', 'What was agreed on by ALPN.')
    get_verified_chain = _chain('get_verified_chain', 'The chain to somebody who is trusted.')
    get_unverified_chain = _chain('get_unverified_chain', 'The chain that was sent.')
    session = _looked_up('session', 'What a later connection may go on from.', True)
    session_reused = _looked_up('session_reused', 'Whether it went on from an earlier one.')

    def selected_npn_protocol(self):
        """None: ALPN has taken its place."""
        _warn_of_npn()

    def get_channel_binding(self, cb_type='tls-unique'):
        """Data that binds another protocol to the connection; no type of it is there."""
        raise ValueError(f'{cb_type} channel binding type not implemented')


class SSLObject(_Told):
    """A connection whose bytes somebody else carries."""

    def __init__(self, *args, **kwargs):
        raise TypeError(f'{self.__class__.__name__} does not have a public constructor. Instances '
                        'are returned by SSLContext.wrap_bio().')

    @classmethod
    def _create(cls, context, incoming, outgoing, server_side, server_hostname, session):
        made = cls.__new__(cls)
        made._sslobj = context._wrap_bio(incoming, outgoing, server_side, server_hostname, session)
        made._sslobj.owner = made
        return made

    context = _looked_up('context', 'The context that decides.', True)
    server_side = _looked_up('server_side', "Whether it is the server's end.")
    server_hostname = _looked_up('server_hostname', 'The host that the client means.')

    def read(self, len=1024, buffer=None):
        """Up to len bytes; into the buffer if there is one, and then how many."""
        return self._sslobj.read(len) if buffer is None else self._sslobj.read(len, buffer)

    def write(self, data):
        """Send data; how many bytes."""
        return self._sslobj.write(data)

    def getpeercert(self, binary_form=False):
        """The certificate of the other side, as a dict or as DER."""
        return self._sslobj.getpeercert(binary_form)

    def do_handshake(self):
        """Agree with the other side on how to go on."""
        self._sslobj.do_handshake()

    def unwrap(self):
        """End the connection in order."""
        return self._sslobj.shutdown()

    def verify_client_post_handshake(self):
        return self._sslobj.verify_client_post_handshake()


def _is_connected(sock):
    try:
        sock.getpeername()
    except OSError as failure:
        import errno
        if failure.errno not in (errno.ENOTCONN, errno.EINVAL):
            raise
        return False
    return True


def _refuse_early_data(sock):
    """Who is not connected any more, but has said something, spoke before there was TLS."""
    waits = sock.gettimeout()
    sock.setblocking(False)
    try:
        early = sock.recv(1)
    except OSError:
        early = b''
    finally:
        sock.settimeout(waits)
    if early:
        reason = 'Closed before TLS handshake with data in recv buffer.'
        import errno
        failure = SSLError(errno.ENOTCONN, reason)
        failure.reason, failure.library = reason, None
        raise failure


def _refused(name):
    def method(self, *args, **kwargs):
        raise NotImplementedError(f'{name} not allowed on instances of {self.__class__}')

    method.__name__ = name
    return method


class SSLSocket(_Told, socket):
    """A socket whose data is encrypted on its way."""

    def __init__(self, *args, **kwargs):
        raise TypeError(f'{self.__class__.__name__} does not have a public constructor. Instances '
                        'are returned by SSLContext.wrap_socket().')

    @classmethod
    def _create(cls, sock, context, server_side=False, server_hostname=None, session=None,
                do_handshake_on_connect=True, suppress_ragged_eofs=True):
        if sock.getsockopt(SOL_SOCKET, SO_TYPE) != SOCK_STREAM:
            raise NotImplementedError('only stream sockets are supported')
        if server_side and (server_hostname or session is not None):
            what = 'server_hostname' if server_hostname else 'session'
            raise ValueError(f'{what} can only be specified in client mode')
        if context.check_hostname and not server_hostname:
            raise ValueError('check_hostname requires server_hostname')
        made = cls.__new__(cls)
        waits, kind = sock.gettimeout(), (sock.family, sock.type, sock.proto)
        socket.__init__(made, *kind, sock.fileno())
        sock.detach()
        made._sslobj = None
        made._context, made._session = context, session
        made.server_side = server_side
        made.server_hostname = context._encode_hostname(server_hostname)
        made.do_handshake_on_connect = do_handshake_on_connect
        made.suppress_ragged_eofs = suppress_ragged_eofs
        try:
            made.settimeout(waits)
            made._connected = False
            if _is_connected(made):
                made._encrypt()
                made._begin(do_handshake_on_connect)
            else:
                _refuse_early_data(made)
        except BaseException:
            made.close()
            raise
        return made

    def _encrypt(self):
        """From now on data is encrypted, once there has been a handshake."""
        self._sslobj = self._context._wrap_socket(
            self, self.server_side, self.server_hostname, owner=self, session=self._session)

    def _begin(self, shake_hands):
        """The socket is connected: TLS begins."""
        self._connected = True
        if shake_hands:
            if self.gettimeout() == 0.0:
                raise ValueError(
                    'do_handshake_on_connect should not be specified for non-blocking sockets')
            self.do_handshake()

    @property
    def context(self):
        """The context that decides."""
        return self._context

    @context.setter
    def context(self, context):
        self._context = context
        self._sslobj.context = context

    @property
    def session(self):
        """What a later connection may go on from."""
        return None if self._sslobj is None else self._sslobj.session

    @session.setter
    def session(self, session):
        self._session = session
        if self._sslobj is not None:
            self._sslobj.session = session

    def _check_connected(self):
        if not self._connected:
            # Raises, and with the right number.
            self.getpeername()

    def _encrypts(self, name, flags=0):
        """Whether TLS has begun; it knows no flags."""
        if self._sslobj is None:
            return False
        if flags != 0:
            raise ValueError(f'non-zero flags not allowed in calls to {name}() on {self.__class__}')
        return True

    def do_handshake(self, block=False):
        """Agree with the other side on how to go on."""
        self._check_connected()
        if not block or self.gettimeout() != 0.0:
            return self._sslobj.do_handshake()
        self.setblocking(True)
        try:
            self._sslobj.do_handshake()
        finally:
            self.setblocking(False)

    def getpeercert(self, binary_form=False):
        """The certificate of the other side, as a dict or as DER."""
        self._check_connected()
        return self._sslobj.getpeercert(binary_form)

    def read(self, len=1024, buffer=None):
        """Up to len bytes; into the buffer if there is one, and then how many."""
        if self._sslobj is None:
            raise ValueError('Read on closed or unwrapped SSL socket.')
        into = () if buffer is None else (buffer,)
        try:
            return self._sslobj.read(len, *into)
        except SSLEOFError:
            if not self.suppress_ragged_eofs:
                raise
            return 0 if into else b''

    def write(self, data):
        """Send data; how many bytes."""
        if self._sslobj is None:
            raise ValueError('Write on closed or unwrapped SSL socket.')
        return self._sslobj.write(data)

    def recv(self, buflen=1024, flags=0):
        """Up to buflen bytes."""
        if not self._encrypts('recv', flags):
            return super().recv(buflen, flags)
        return self.read(buflen)

    def recv_into(self, buffer, nbytes=None, flags=0):
        """Data into a buffer; how many bytes."""
        if nbytes is None:
            with memoryview(buffer) as view:
                nbytes = view.nbytes or 1024
        if not self._encrypts('recv_into', flags):
            return super().recv_into(buffer, nbytes, flags)
        return self.read(nbytes, buffer)

    def recvfrom(self, buflen=1024, flags=0):
        if self._sslobj is not None:
            raise ValueError(f'recvfrom not allowed on instances of {self.__class__}')
        return super().recvfrom(buflen, flags)

    def recvfrom_into(self, buffer, nbytes=None, flags=0):
        if self._sslobj is not None:
            raise ValueError(f'recvfrom_into not allowed on instances of {self.__class__}')
        return super().recvfrom_into(buffer, nbytes or 0, flags)

    def send(self, data, flags=0):
        """Send data, or the first part of it; how many bytes."""
        return self.write(data) if self._encrypts('send', flags) else super().send(data, flags)

    def sendall(self, data, flags=0):
        """Send all of the data."""
        if not self._encrypts('sendall', flags):
            return super().sendall(data, flags)
        with memoryview(data) as view, view.cast('B') as rest:
            at = 0
            while at < len(rest):
                at += self.send(rest[at:])

    def sendto(self, data, flags_or_addr, addr=None):
        if self._sslobj is not None:
            raise ValueError(f'sendto not allowed on instances of {self.__class__}')
        more = () if addr is None else (addr,)
        return super().sendto(data, flags_or_addr, *more)

    sendmsg = _refused('sendmsg')
    recvmsg = _refused('recvmsg')
    recvmsg_into = _refused('recvmsg_into')

    def dup(self):
        raise NotImplementedError(f"Can't dup() {self.__class__.__name__} instances")

    def shutdown(self, how):
        """End one direction of the connection, without a word of TLS."""
        self._sslobj = None
        super().shutdown(how)

    def unwrap(self):
        """End TLS in order; the socket is plain again."""
        if self._sslobj is None:
            raise ValueError(f'No SSL wrapper around {self!s}')
        plain = self._sslobj.shutdown()
        self._sslobj = None
        return plain

    def verify_client_post_handshake(self):
        if self._sslobj is None:
            raise ValueError(f'No SSL wrapper around {self!s}')
        return self._sslobj.verify_client_post_handshake()

    def _real_close(self):
        self._sslobj = None
        super()._real_close()

    def _reach(self, addr, connect):
        if self.server_side:
            raise ValueError("can't connect in server-side mode")
        if self._connected or self._sslobj is not None:
            raise ValueError('attempt to connect already-connected SSLSocket!')
        self._encrypt()
        try:
            problem = connect(addr)
            if not problem:
                self._begin(self.do_handshake_on_connect)
        except (OSError, ValueError):
            self._sslobj = None
            self._connected = False
            raise
        return problem

    def connect(self, addr):
        """Connect to an address, and begin TLS."""
        self._reach(addr, super().connect)

    def connect_ex(self, addr):
        """Like connect(), with an errno in place of an exception of the system."""
        return self._reach(addr, super().connect_ex)

    def accept(self):
        """Wait for a connection: an encrypted socket and the address of the client."""
        plain, addr = super().accept()
        return self._context.wrap_socket(
            plain, True, self.do_handshake_on_connect, self.suppress_ragged_eofs), addr


SSLContext.sslsocket_class = SSLSocket
SSLContext.sslobject_class = SSLObject


# ---- certificates ------------------------------------------------------------------------------

PEM_HEADER = '-----BEGIN CERTIFICATE-----'
PEM_FOOTER = '-----END CERTIFICATE-----'

DefaultVerifyPaths = namedtuple('DefaultVerifyPaths', (
    'cafile', 'capath', 'openssl_cafile_env', 'openssl_cafile', 'openssl_capath_env',
    'openssl_capath'))


def get_default_verify_paths():
    """Where certificates of authorities are looked for."""
    names = _ssl.get_default_verify_paths()
    file, folder = (os.environ.get(names[at], names[at + 1]) for at in (0, 2))
    return DefaultVerifyPaths(file if os.path.isfile(file) else None,
                              folder if os.path.isdir(folder) else None, *names)


def DER_cert_to_PEM_cert(der_cert_bytes):
    """A certificate as text."""
    text = binascii.b2a_base64(der_cert_bytes, newline=False).decode('ascii')
    lines = (text[at:at + 64] for at in range(0, len(text), 64))
    return '\n'.join((PEM_HEADER, *lines, PEM_FOOTER, ''))


def PEM_cert_to_DER_cert(pem_cert_string):
    """A certificate as bytes."""
    text = pem_cert_string.strip()
    if not pem_cert_string.startswith(PEM_HEADER):
        raise ValueError(f'Invalid PEM encoding; must start with {PEM_HEADER}')
    if not text.endswith(PEM_FOOTER):
        raise ValueError(f'Invalid PEM encoding; must end with {PEM_FOOTER}')
    inner = text.removeprefix(PEM_HEADER).removesuffix(PEM_FOOTER)
    return binascii.a2b_base64(inner.encode('ascii'))


def get_server_certificate(addr, ssl_version=PROTOCOL_TLS_CLIENT, ca_certs=None,
                           timeout=_sockets._GLOBAL_DEFAULT_TIMEOUT):
    """The certificate that a server shows, as text; looked at only if ca_certs are given."""
    context = _create_stdlib_context(
        ssl_version, cafile=ca_certs, cert_reqs=CERT_REQUIRED if ca_certs is not None else CERT_NONE)
    with create_connection(addr, timeout=timeout) as plain:
        with context.wrap_socket(plain, server_hostname=addr[0]) as encrypted:
            return DER_cert_to_PEM_cert(encrypted.getpeercert(True))


def cert_time_to_seconds(cert_time):
    """Seconds since the epoch of a moment as certificates show it."""
    from datetime import date
    from time import strptime
    months = ('jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec')
    # Names of months are English whatever the locale says.
    name = cert_time[:3].title().lower()
    if name not in months:
        raise ValueError(f'time data {cert_time!r} does not match format "%b %d %H:%M:%S %Y GMT"')
    year, _, day, hours, minutes, seconds, *_ = strptime(cert_time[3:], ' %d %H:%M:%S %Y GMT')
    days = date(year, months.index(name) + 1, 1).toordinal() + day - 1 - date(1970, 1, 1).toordinal()
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds
