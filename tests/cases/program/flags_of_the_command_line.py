# options: -bOOdsP -W error -X utf8 -X int_max_str_digits=700 -X key=value
import sys

flags = sys.flags
print(flags.bytes_warning, flags.optimize, flags.debug, flags.no_user_site, flags.safe_path)
# expect: 1 2 1 1 True
print(flags.utf8_mode, flags.int_max_str_digits, flags.interactive, flags.isolated)
# expect: 1 700 0 0
print(sys.warnoptions, sys._xoptions["key"])
# expect: ['error', 'default::BytesWarning'] value
