import json


def show(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as error:
        print(type(error).__name__, error)


import io


class Encoder(json.JSONEncoder):
    def default(self, value):
        if isinstance(value, complex):
            return [value.real, value.imag]
        return super().default(value)


show(json.dumps, 2 + 1j, cls=Encoder)
show(Encoder().encode, [2j, {"k": 1j}])
show(json.dumps, object, cls=Encoder)
print("".join(Encoder(indent=1).iterencode([1, {"a": 2j}])))
show(json.dumps, {1, 2}, default=sorted)
show(json.dumps, 1j, default=lambda value: value)
show(json.dumps, 1j, default=list)
items = []
items.append(items)
show(json.dumps, items)
show(json.dumps, items, check_circular=False)
table = {}
table["x"] = [table]
show(json.dumps, table)
shared = [1]
show(json.dumps, [shared, shared])


class Table(dict):
    def items(self):
        return [("z", 1)]


class Int(int):
    def __repr__(self):
        return "I"


class Float(float):
    def __repr__(self):
        return "F"


class Text(str):
    pass


show(json.dumps, Table(a=1))
show(json.dumps, [Int(3), Float(2.5), Text("x"), Int(10**30)])
show(json.dumps, {Int(3): 1, Float(2): 2, Text("t"): 3})
file = io.StringIO()
json.dump([1, {"a": None}], file, indent=1)
print(file.getvalue(), json.load(io.StringIO('{"x": [1]}')), json.load(io.BytesIO(b"[2]")))
print(json.__all__, json.JSONEncoder.item_separator, json.JSONEncoder.key_separator)
print(json.JSONEncoder(indent=2).__dict__)
print(json.decoder.JSONDecodeError is json.JSONDecodeError, json.encoder.JSONEncoder is json.JSONEncoder)
