None, True, False, ...
0, 00, 1_000, 0xFF, 0o17, 0b1_01, 9223372036854775807, 9223372036854775808
0xffffffffffffffffffffffffffffffff, 0o7777777777777777777777777, 123456789012345678901234567890
1.0, .5, 5., 1e10, 1e16, 1e-5, 1.5e300, 1e400, 0.1, 123456789.123456789, 1_0.0_1e1_0, 1e22, 1e-4
1j, 0J, 1.5j, 1e400j, 1e3j, 09.5, 09e1, 09j
'a', "b", '''c''', """d
e""", r'\n', b'\x00\xff', rb'\d', B"a" b'b', u'u', U'U'
'\a\b\f\n\r\t\v\\\'\"\0\12\123\x41\u0041\U00000041\N{LATIN SMALL LETTER A}\
'
'it\'s' "it's" 'both \' and "'
'\ud800' '\udfff' 'é\xa0\xad\u200b\U0001F600\U000E0001'
'a' 'b' "c"
b'' b"it's"
ℌello = ªb
