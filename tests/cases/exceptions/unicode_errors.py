# Texts of the errors of codecs.
for e in (UnicodeDecodeError('u', b'abc', 1, 2, 'r'), UnicodeDecodeError('u', bytearray(b'abc'), 1, 3, 'r'), UnicodeEncodeError('u', 'a\xe9b', 1, 2, 'r'),
          UnicodeEncodeError('u', 'a\u1234', 1, 2, 'r'), UnicodeEncodeError('u', 'a\U00012345', 1, 2, 'r'), UnicodeEncodeError('u', 'a\ud800', 1, 2, 'r'),
          UnicodeEncodeError('u', 'abc', 0, 3, 'r'), UnicodeTranslateError('abc', 0, 1, 'r'), UnicodeTranslateError('abc', 0, 2, 'r'), UnicodeDecodeError('u', b'abc', 5, 6, 'r')):
    print(e, e.start, e.end, e.reason, ascii(e.object), len(e.args))
for f in (lambda: UnicodeDecodeError(1), lambda: UnicodeDecodeError(1, b'', 0, 0, ''), lambda: UnicodeDecodeError('u', 'x', 0, 0, ''),
          lambda: UnicodeEncodeError('u', b'x', 0, 0, ''), lambda: UnicodeTranslateError(3), lambda: UnicodeDecodeError('u', b'', 0, 0, 3)):
    try:
        f()
    except TypeError as e:
        print(e)
