# complex() of text and of numbers, and its messages.
for text in ('1+2j', ' (1-2J) ', 'j', '-j', '+j', '1e5-1e-5j', '1_0+2_0j', '3.5', '-2.5j', 'nan+infj', '1+2', '1 + 2j', '', '(1', '1)', '((1))',
             'j1', '1jj', '1+2+3j', '٣+٤j', '-1-1j', '1e5j', 'infinityj'):
    try:
        print(ascii(text), complex(text))
    except ValueError as e:
        print(ascii(text), e)
print(complex(), complex(1), complex(1, 2), complex(1j, 1j), complex(imag=1), complex(real=1j), complex(1, 2j), complex(True, -0.0))
class C:
    def __complex__(self):
        return 1 + 2j
class F:
    def __float__(self):
        return 2.5
print(complex(C()), complex(F()), complex(F(), F()))
for args in [([],), (1, []), ('1', 2), (1, '2'), (None,), (1, 2, 3), (b'1',)]:
    try:
        print(complex(*args))
    except TypeError as e:
        print(e)
