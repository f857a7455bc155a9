# enum.Flag: combinations, order, boundaries
from enum import *
class F(Flag):
    R = auto(); W = auto(); X = auto()
    RW = R | W

TEXTS = r'''F.R
F.RW
F.R|F.X
F.R&F.W
F(0)
~F.R
F(7)
F.R^F.RW
list(F)
list(F.RW)
len(F.RW)
F.R in F.RW
1 in F
F.RW.name
(F.R|F.X).name
F(0).name
bool(F(0))
str(F.R|F.X)
f'{F.R}'
F.R==1
F.R|1
1|F.R
F.R.value
F.__members__
F['RW']
F(-1)
F(-2)
F('x')
~F(0)
F.R in 5
5 in F.R
F.R<F.W
hash(F.R)==hash(1)
F._boundary_
F.RW & ~F.R
F.R.__iter__
F._flag_mask_
F._singles_mask_
F._all_bits_
list(F(0))
repr(F.RW)
F.RW is F(3)
F(5) is F(5)
~F.RW
F.__contains__(F.R)
F.X.name
sorted([F.X,F.R],key=lambda f:f.value)'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)
