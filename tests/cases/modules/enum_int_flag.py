# enum.IntFlag: combinations keep what they do not know
from enum import *
class IF(IntFlag):
    A = 1; B = 2; C = 4

TEXTS = r'''IF.A
IF.A|IF.B
IF.A|8
IF(16)
IF(-1)
~IF.A
str(IF.A)
str(IF.A|IF.B)
IF.A+1
IF.A==1
8 in IF
list(IF.A|IF.C)
IF.A&3
f'{IF.A|8}'
repr(IF(0))
IF(8).name
IF(9).name
IF.A|'x'
int(IF.C)
IF(-2)
~IF(8)
IF(1.5)
IF.A in IF.A|IF.B
1 in (IF.A|IF.B)'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)
