# The class of an attribute in use becomes a descriptor's, and ceases to be one's.
class Value:
    pass


class Holder:
    value = Value()


holder = Holder()


def read():
    found = holder.value
    return type(found).__name__ if isinstance(found, Value) else found


def write(value):
    holder.value = value


print(read(), read())
Value.__get__ = lambda self, instance, owner: 42
print(read(), read())
del Value.__get__
print(read())
write(7)
print(read(), read())
Value.__get__ = lambda self, instance, owner: 43
Value.__set__ = lambda self, instance, value: print("set", value)
write(8)
print(read())
