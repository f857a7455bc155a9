# The logger of asyncio. The native loop uses it only once a program has loaded `logging` itself, and
# until then writes what an unconfigured logger would.

try:
    from logging import getLogger
except ModuleNotFoundError:
    import sys

    class _Plain:
        # Where there is no `logging`: warnings and errors go to standard error.
        def debug(self, message, *args, exc_info=None):
            pass

        info = debug

        def warning(self, message, *args, exc_info=None):
            print(message % args if args else message, file=sys.stderr)
            error = sys.exception() if exc_info is True else exc_info and exc_info[1]
            if error:
                from traceback import print_exception
                print_exception(error)

        error = warning

    logger = _Plain()
else:
    logger = getLogger('asyncio')
