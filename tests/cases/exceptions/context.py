# __context__ and __cause__ are set by raising.
def chain(e):
    out = []
    while e is not None:
        out.append((repr(e), repr(e.__cause__), e.__suppress_context__))
        e = e.__context__
    return out
try:
    try:
        1 / 0
    except ZeroDivisionError:
        try:
            [][0]
        except IndexError:
            raise KeyError('k') from OSError('o')
except KeyError as e:
    print(chain(e))
try:
    try:
        raise ValueError(1)
    finally:
        raise TypeError(2)
except TypeError as e:
    print(chain(e))
try:
    try:
        raise ValueError(1)
    except ValueError as e:
        raise TypeError(2) from None
except TypeError as e:
    print(chain(e))
e = ValueError(3)
try:
    try:
        raise e
    except ValueError:
        raise e
except ValueError as again:
    print(again is e, chain(e))
for bad in (3, int, None):
    try:
        raise ValueError from bad
    except Exception as error:
        print(type(error).__name__, error)
