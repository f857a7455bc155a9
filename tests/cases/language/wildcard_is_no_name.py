# `_` in a pattern matches everything; it names no class and has no attributes.
for pattern in (
    "_", "_()", "_(1)", "_(x=1)", "_.a", "_.a()", "_ (1.2.3)", "(_(1))", "[_(1)]", "_ | _(1)", "{1: _(1)}",
    "int(_(1))", "int(_=_(1))", "_(1) as x", "_(1), x", "{_.a: 1}", "int(_=1)", "_a(1)", "a._(1)",
):
    try:
        compile(f"match 1:\n    case {pattern}:\n        pass\n", "<case>", "exec")
        print(pattern, "is a pattern")
    except SyntaxError as problem:
        print(pattern, problem.msg, problem.lineno, problem.offset, problem.end_offset)
