# Which mistake of a source is reported, and where: literals are read before what follows them, brackets of
# f-strings stay open until they are closed, and what only a second reading finds comes second.
SOURCES = (
    # Literals.
    '"a" b"c" d', '*v, "a" b"c" d', 'f("a" b"c" d)', 'x "a" b"c"', 'x = 1 "a" b"c"', '"a" b"c" ]', '"\\x" 1', 'f(1 "\\x")',
    "f(x b'\u00e9')", 'f("\\N{zz}" x y)', 'if "\\u12" 5: pass', 'f"\\x{a}" 5', 'f(5 f"\\x{a}")',
    # Conversions.
    'f(1 f"{x!z}")', 'x f"{x!z}" y', 'x f"{x! r}"', 'f"{x!zz 5}"', 'f"{x! r 5}"', 'f"{x!z}" ]', 'raise E("g", [K(f"{x!z}"]), A()])',
    # Brackets and ends of f-strings.
    'f(f"{x:")', '(f"{x:a" ]', 'f"{x:{y}" z)', 'f"{x:a" }', 'f"{x:a" }}', 'f"{x: := {2})', 'f"{x:({1}))\n', 'f"{x:({1}))\ny',
    'f"""{x:\n""" )', 'f"{x:{y:" )', 'f"{:" )', 'f"{lambda x:" )', 'f"{x:"\n)', 'x = [f"{x:"\n}', 'def f() -> f"{x:\n  pass',
    # Parameters of types and results of functions.
    'def f[Z: int .5](a): pass', 'def f[Z .5](a): pass', 'def f[Z: (a b)](a): pass', 'def f[Z: 1 if 2](a): pass', 'def f[**](a): pass',
    'type X[A, *] = int', 'def f[Z: 1 2', 'def f(a) -> (b c): pass', 'def f() -> b[1 2]: x', 'def f() -> b c(1 2): x',
    # Patterns.
    'match 1:\n case x as, y: pass', 'match 1:\n case [x as]: pass', 'match 1:\n case {{x}: pass', 'match 1:\n case {1: a, B **c}: pass',
    'match 1:\n case {(1): 2}: pass', 'match 1:\n case {a.b: 2, c(1): 2}: pass', 'match 1:\n case {-a: 2}: pass', 'match 1:\n case {1: }: pass',
    'match 1:\n case {f"a": 2}: pass', 'match 1:\n case {-1 -: 2}: pass',
    # Generators that need parentheses.
    'f(1, (a) for b in c)', 'f((a) for b in c, 1)', 'f(x=1, (a) for b in c)', 'f(1, a for b in c if (d))', 'f(1, (a)(b) for b in c)', 'f((a)=1)',
    # Numbers and handlers.
    'x = ["\u00e9"0777]', 'x = 01e', 'try: except', 'try: except a b: c', 'try:\n    except a: b',
)
for source in SOURCES:
    try:
        compile(source, "<source>", "exec")
        print(ascii(source), "compiles")
    except SyntaxError as problem:
        print(ascii(source), problem.msg, problem.lineno, problem.offset, problem.end_lineno, problem.end_offset)
