"""What programs reached: kinds of syntax nodes, and instructions of taipan's machine."""

import ast
import re

# Nodes that no source of a module has.
ELSEWHERE = {"Interactive", "Expression", "FunctionType", "TypeIgnore", "Module"}
ABSTRACT = {"AST", "mod", "stmt", "expr", "expr_context", "boolop", "operator", "unaryop", "cmpop",
            "excepthandler", "pattern", "type_ignore", "type_param", "slice"}


class Nodes:
    def __init__(self):
        self.seen = set()

    def look_at(self, sources):
        for source in sources:
            try:
                tree = ast.parse(source)
            except SyntaxError:
                continue
            self.seen.update(type(node).__name__ for node in ast.walk(tree))

    def report(self):
        every = {name for name, kind in vars(ast).items()
                 if isinstance(kind, type) and issubclass(kind, ast.AST) and kind.__module__ == "ast"
                 }
        every -= ABSTRACT | ELSEWHERE | {"Num", "Str", "Bytes", "NameConstant", "Ellipsis", "Index",
                                         "ExtSlice", "Suite", "AugLoad", "AugStore", "Param", "_ast_Ellipsis"}
        missing = sorted(every - self.seen)
        print(f"\nsyntax nodes: {len(every) - len(missing)} of {len(every)} reached; not: {' '.join(missing) or 'none'}")


def report_operations(reached, table):
    text = table.read_text(encoding="utf-8")
    text = text[text.index("\nops! {"):]
    text = text[:text.index("\n}\n")]
    every = re.findall(r"^    ([A-Z]\w*)\(", text, re.M)
    # They are shown as `LOAD_CONST` and stand in the table as `LoadConst`.
    plain = {name.replace("_", "").lower() for name in reached}
    missing = [name for name in every if name.lower() not in plain]
    print(f"instructions: {len(every) - len(missing)} of {len(every)} reached; not: {' '.join(missing) or 'none'}")
