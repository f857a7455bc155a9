# The messages of dict's errors.
def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(type(error).__name__, error)

attempt(lambda: {}[1])
attempt(lambda: {}["key"])
attempt({}.pop, 1)
attempt({}.popitem)
attempt(dict, 1)
attempt(dict, [1])
attempt(dict, [(1, 2, 3)])
attempt(dict, ["ab", "c"])
attempt(lambda: {[]: 1})
attempt(lambda: {} | [])
attempt({}.update, 1)
attempt(lambda: {} < {})
attempt(hash, {})
