# A module that is imported while it is being executed: the messages name the reason.
import sys


def without_folder(error):
    return str(error).replace(sys.path[0], "")


try:
    import _circular_one
except ImportError as error:
    print(without_folder(error))
try:
    import _circular_three
except AttributeError as error:
    print(without_folder(error))
for _ in range(2):
    try:
        import _broken
    except SyntaxError as error:
        print(error.msg)
print([name for name in sys.modules if name.startswith(("_circular", "_broken"))])
