# What a unary operator's method gives is the result, whatever it is.
class Thing:
    def __neg__(self):
        return NotImplemented


class Number(float):
    def __pos__(self):
        return NotImplemented


print(-Thing(), +Number())
for attempt in (lambda: ~Number(), lambda: +Thing()):
    try:
        attempt()
    except TypeError as error:
        print(error)
