# sys: what the interpreter says of itself
import sys

TEXTS = r'''sys.version_info[:2]
sys.version_info >= (3, 13)
sys.version_info.major, sys.version_info.releaselevel
sys.version_info
type(sys.version_info)
type(sys.version_info)()
type(sys.flags)()
sys.float_info
sys.int_info
sys.hash_info.modulus, sys.hash_info.width, sys.hash_info.inf
sys.maxsize, sys.maxunicode, sys.byteorder
sys.platform
sys.float_repr_style
type(sys.float_info)(range(11))
type(sys.float_info)(range(3))
type(sys.float_info)(1)
sys.getdefaultencoding(), sys.getfilesystemencoding(), sys.getfilesystemencodeerrors()
sys.implementation.version == sys.version_info
type(sys.implementation)
sys.flags.optimize, sys.flags.dev_mode
'sys' in sys.builtin_module_names
'asyncio' in sys.stdlib_module_names, type(sys.stdlib_module_names)
sys.api_version
sys.modules['sys'] is sys
sys.hexversion >> 16
sys.argv[1:]
isinstance(sys.path, list), isinstance(sys.meta_path, list), sys.warnoptions
sys.nope'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)
