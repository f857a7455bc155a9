import json


def show(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as error:
        print(type(error).__name__, error)


for value in [
    None, True, False, 0, -5, 10**30, 1.0, 1e22, 1e16, -0.0, 1e-7, float("nan"), float("inf"), -float("inf"),
    "", "a\"b\\c/\n\r\t\f\b\x00\x1f\x7f\x80é\u2028\ud800😀", [], (), {}, [[], {}], ("a", 1), {"a": {"b": [1]}},
    {True: 1, None: 2, 1.5: 3, float("inf"): 4, 2: 5}, {(1, 2): 3}, {1, 2}, [{"a": [object]}], b"x", 10**5000,
]:
    show(json.dumps, value)
    show(json.dumps, value, ensure_ascii=False, indent=2)
show(json.dumps, float("nan"), allow_nan=False)
show(json.dumps, {"b": 1, "a": {"d": 2, "c": 3}}, sort_keys=True)
show(json.dumps, {1: 1, "a": 2}, sort_keys=True)
show(json.dumps, {b"a": 1, "c": 2}, skipkeys=True)
show(json.dumps, {b"a": 1}, skipkeys=True)
for indent in [0, 1, "--", "", 1.5, True]:
    show(json.dumps, [1, [2, {"a": []}]], indent=indent)
for separators in [(",", ":"), ("a", "b", "c"), 5, (1, 2), ("", 3)]:
    show(json.dumps, [1, {"a": 2, "b": 3}], separators=separators)
show(json.dumps, {"a": 1, "b": 2}, indent=1, separators=(",", ":"))
show(json.dumps, [1], zork=3)
