match x:
    case 1: pass
    case -1 | 1.5 | -2j | 1 + 2j | -1 - 2j: pass
    case 'a' 'b' | b'c': pass
    case None | True | False: pass
    case a: pass
match (x):
    case _: pass
match x, *y:
    case a, b, *_: pass
    case *a, b: pass
    case [a, [b, *c], (d, e), (f), ()]: pass
    case a.b.c: pass
    case A(): pass
    case a.B(1, x, y=2, z=C(),): pass
    case {}: pass
    case {'a': 1, b.c: x, -1: y, None: z, **rest}: pass
    case {**rest,}: pass
    case (a | b) as c if d := e: pass
    case a as b, c: pass
    case [*_]: pass
match match:
    case case if case: match = case
match -a:
    case 1:
        match = 1
        match[x]
        match(x)
match = {match: match}
match.case
print(match, case, type, _)
match x:
    case type(type=type): type = 1
    # comment
    case match(): pass
match lambda: a:
    case _:
        x
