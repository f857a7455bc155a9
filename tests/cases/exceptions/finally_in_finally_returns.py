# Each return of a finally that another one's return runs through has a place for its value.
def value(tag, result=None):
    print(tag)
    return result


def both(n):
    try:
        try:
            return value("inner", 1)
        finally:
            if n & 1:
                return value("first", 2)
    finally:
        for _ in range(1):
            try:
                if n & 2:
                    return value("second", 3)
            finally:
                if n & 4:
                    break


def three(n):
    try:
        try:
            try:
                return value("body", n)
            finally:
                if n > 1:
                    return value("one", n)
        finally:
            if n > 2:
                return value("two", n)
    finally:
        with_handler = True
        try:
            if n > 3:
                return value("three", n)
        except ValueError:
            return value("never", n)


for n in range(8):
    print(both(n))
for n in range(5):
    print(three(n))
