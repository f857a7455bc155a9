# Numbers of tokens, encodings of sources, and sources from tokens.

import token
import tokenize

print(token.tok_name[token.NAME], token.EXACT_TOKEN_TYPES['->'], token.ISEOF(token.ENDMARKER))  # expect: NAME 51 True
info = tokenize.TokenInfo(token.OP, '+', (1, 0), (1, 1), '+\n')
print(info, info.exact_type == token.PLUS)
# expect: TokenInfo(type=55 (OP), string='+', start=(1, 0), end=(1, 1), line='+\n') True

for lines in ([b'x\n'], [], [b'#!/bin/sh\n', b'# -*- coding: latin-1 -*-\n'], [b'\xef\xbb\xbfx\n'],
              [b'x\n', b'# coding: latin-1\n'], [b'# coding: UTF_8_x\n'], [b'# coding: odd\n'],
              [b'\xef\xbb\xbf# coding: latin-1\n'], [b'\xff\n']):
    try:
        print(tokenize.detect_encoding(iter(lines).__next__))
    except SyntaxError as error:
        print(error)
# expect: ('utf-8', [b'x\n'])
# expect: ('utf-8', [])
# expect: ('iso-8859-1', [b'#!/bin/sh\n', b'# -*- coding: latin-1 -*-\n'])
# expect: ('utf-8-sig', [b'x\n'])
# expect: ('utf-8', [b'x\n'])
# expect: ('utf-8', [b'# coding: UTF_8_x\n'])
# expect: unknown encoding: odd
# expect: encoding problem: utf-8
# expect: invalid or missing encoding declaration

tokens = [(token.NAME, 'x'), (token.OP, '='), (token.STRING, "'a'"), (token.STRING, "'b'"),
          (token.NEWLINE, '\n'), (token.ENDMARKER, '')]
print(repr(tokenize.untokenize(tokens)))  # expect: "x ='a'  'b'\n"
placed = [(token.ENCODING, 'utf-8', (0, 0), (0, 0), ''),
          (token.NAME, 'é', (1, 0), (1, 1), ''), (token.OP, '+', (1, 4), (1, 5), ''),
          (token.NAME, 'b', (2, 1), (2, 2), ''), (token.NEWLINE, '\n', (2, 2), (2, 3), '')]
print(tokenize.untokenize(placed))  # expect: b'\xc3\xa9   +\\\n b\n'
try:
    tokenize.untokenize([placed[3], placed[1]])
except ValueError as error:
    print(error)  # expect: start (1,0) precedes previous end (2,2)
