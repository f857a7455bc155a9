# os.environ: reading, setting, deleting
import os
os.environ['TAIPAN_X'] = 'value'

TEXTS = r'''os.environ['TAIPAN_X']
os.environb[b'TAIPAN_X']
os.getenv('TAIPAN_X')
os.getenvb(b'TAIPAN_X')
os.environ.get('TAIPAN_NOPE', 1)
os.environ['TAIPAN_NOPE']
os.environ.__setitem__('a', 1)
os.environ.__setitem__(1, 'a')
os.environ.__setitem__('', 'a')
os.environ.__setitem__('a=b', 'a')
os.environ.__delitem__('TAIPAN_NOPE')
os.environ.setdefault('TAIPAN_Y', 'y')
os.environ.pop('TAIPAN_Y')
'TAIPAN_Y' in os.environ
type(os.environ.copy())
(os.environ | {'TAIPAN_Z': '1'})['TAIPAN_Z']
os.get_exec_path({'PATH': '/a:/b'})
os.get_exec_path({})
repr(os.environ)[:9]
os.putenv('a\0b', 'c')'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)
