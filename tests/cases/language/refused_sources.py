"""Sources with several mistakes, of which one is told."""

for text in ("if x:\n    try:\n        a\n) b\n", "if 1:\n]\n", "if 1:\n    try:\n        a\n    except B:\n]\n", "if x:\n    try:\n        a\n'abc\n",
             "if 1:\n  x\n y\n]\n", "x\n  y\n]\n", "match *a:\n    case 1: pass\n", "match *a,:\n    case 1: pass\n", "match *a:\n x", "match * x:\n    case 1: pass\nx y\n",
             "match *a, b:\n    case 1: f(x y)\n", "x[*a]: int", "x[*a]: int = 1", "x[*a, b]: int", "def f():\n x[(*a,)]: int", "x[1:2, *a]: int", "x[f(*a)]: int",
             "x[1:2, a]: int"):
    try:
        compile(text, "<text>", "exec")
        print(repr(text), "compiles")
    except SyntaxError as problem:
        print(repr(text), type(problem).__name__, problem.msg, problem.lineno, problem.offset)
