# Code objects: copies with changes, equality, positions; code with free variables in exec.


def attempt(f, *args, **keywords):
    try:
        print(f(*args, **keywords))
    except Exception as error:
        print(type(error).__name__, error)


def outer():
    x = 1

    def inner():
        return x

    return inner


def documented(a, b=2, *rest, c):
    "What it says."
    return lambda: a


def five():
    return 5


code = documented.__code__
print(code.replace() == code, code.replace() is code)  # expect: True False
print(code.replace(co_name="other").co_name, code.replace(co_name="other") == code)  # expect: other False
print(hash(code.replace()) == hash(code), code == 1)  # expect: True False
print(code.co_consts[0], type(code.co_consts[-1]) is type(code))  # expect: What it says. True
five.__code__ = five.__code__.replace(co_consts=(None, 7))
print(five())  # expect: 7
attempt(code.replace, co_nothing=1)  # expect: TypeError replace() got an unexpected keyword argument 'co_nothing'
attempt(code.replace, co_name=3)  # expect: TypeError replace() argument 'co_name' must be str, not int
attempt(code.replace, co_consts=3)  # expect: TypeError replace() argument 'co_consts' must be tuple, not int
attempt(code.replace, co_argcount=-1)  # expect: ValueError co_argcount must be a positive integer
attempt(code.replace, co_names=(1,))  # expect: SystemError non-string found in code slot
print((lambda: 1).__code__ == (lambda: 1.0).__code__)  # expect: False
lines = {line for _, _, line in five.__code__.co_lines()}
print(five.__code__.co_firstlineno + 1 in lines)  # expect: True
print(all(len(place) == 4 for place in five.__code__.co_positions()))  # expect: True

free = outer().__code__
attempt(exec, free)  # expect: TypeError code object requires a closure of exactly length 1
attempt(exec, free, closure=(1,))  # expect: TypeError code object requires a closure of exactly length 1
attempt(exec, free, closure=outer().__closure__)  # expect: None
attempt(exec, five.__code__, closure=())  # expect: TypeError cannot use a closure with this code object
attempt(exec, "1", closure=())  # expect: TypeError closure can only be used when source is a code object
attempt(eval, free)  # expect: TypeError code object passed to eval() may not contain free variables

attempt(compile, "1", "", "exec", optimize=7)  # expect: ValueError compile(): invalid optimize value
attempt(compile, "1", "", "exec", 0x10000000)  # expect: ValueError compile(): unrecognised flags
attempt(compile, "1", 5, "exec")  # expect: TypeError expected str, bytes or os.PathLike object, not int
print(compile("1", b"name", "eval").co_filename)  # expect: name

# What an inner scope declares global the module itself stores there, too.
names, own = {}, {}
exec("def f():\n    global y\n    return y\ny = 9\nz = f()", names, own)
print(names["y"], own["z"], "y" in own)  # expect: 9 9 False

one, other, empty = outer().__closure__[0], outer().__closure__[0], type(free)
print(one == other, one < other)  # expect: True False
attempt(hash, one)  # expect: TypeError unhashable type: 'cell'
