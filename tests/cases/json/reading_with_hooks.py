import json


def show(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as error:
        print(type(error).__name__, error)


show(json.loads, '{"a":1,"a":2}', object_pairs_hook=list)
show(json.loads, '{"a":{"b":1}}', object_hook=sorted)
show(json.loads, '{"a":{}}', object_hook=len, object_pairs_hook=tuple)
show(json.loads, "[1.5,2,NaN,-Infinity,1e2]", parse_float=str, parse_int=lambda text: "i" + text, parse_constant=str.lower)
show(json.loads, "[1]", parse_int=lambda text: 1 / 0)
show(json.loads, '"\t"', strict=False)
show(json.loads, "1", cls=json.JSONDecoder)
show(json.loads, "1", zork=1)
decoder = json.JSONDecoder()
for arguments in [("  1",), ("1 x",), ("xx [1] y", 3), ("1", -1), ("1", 5), ("é[1]é", 1)]:
    show(decoder.raw_decode, *arguments)
show(decoder.decode, " 1 ")
show(decoder.decode, "1 1")
show(json.loads, "[" * 100000)
show(json.loads, '{"a":' * 100000)


class Own(json.JSONDecoder):
    def decode(self, text):
        return super().decode(text.replace("!", ""))


show(json.loads, "[1!]", cls=Own)
