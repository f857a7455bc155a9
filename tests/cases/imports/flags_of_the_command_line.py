# options: -OO -B -I -q -bb -X dev -X utf8
# expect: 2 1 1 1 1 2 True True 1 0
# expect: 0 0 0 0
import sys

flags = sys.flags
print(flags.optimize, flags.dont_write_bytecode, flags.isolated, flags.no_user_site, flags.quiet,
      flags.bytes_warning, flags.dev_mode, flags.safe_path, flags.utf8_mode, flags.no_site)
print(flags.debug, flags.inspect, flags.verbose, flags.interactive)
