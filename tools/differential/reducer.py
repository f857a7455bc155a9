"""Makes a program that two interpreters disagree on small: takes out statements and simplifies
expressions as long as they disagree."""

import ast
import re

ADDRESS = re.compile(" at 0x[0-9a-f]+")


def first_difference(ours, theirs):
    """The first lines that differ."""
    a, b = (ours or "").splitlines(), (theirs or "").splitlines()
    for at in range(max(len(a), len(b))):
        left = a[at] if at < len(a) else "<nothing>"
        right = b[at] if at < len(b) else "<nothing>"
        if not same_line(left, right):
            return left, right
    return "", ""


def same(ours, theirs):
    """Whether two outputs are equal, but for the order in which sets show their items."""
    if ours == theirs:
        return True
    if ours is None or theirs is None:
        return False
    left, right = ours.splitlines(), theirs.splitlines()
    return len(left) == len(right) and all(map(same_line, left, right))


def same_line(left, right):
    if left == right:
        return True
    # Where an object lies is not the program's doing; `print` shows it as it is.
    left, right = ADDRESS.sub(" at 0x", left), ADDRESS.sub(" at 0x", right)
    return left == right or "{" in left and "{" in right and sorted(left) == sorted(right)


def shape(ours, theirs):
    """A summary of a difference that survives reduction: what differs in its first line."""
    left, right = first_difference(ours, theirs)
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    end = 0
    while end < min(len(left), len(right)) - start and left[-1 - end] == right[-1 - end]:
        end += 1
    def bare(text):
        middle = text[start:len(text) - end]
        return "".join(c for c in middle if c.isalpha() or c in " :'<>!")[:50]
    return bare(left), bare(right)


class Reducer:
    def __init__(self, ask, tries=250):
        """`ask(source)` gives both outputs, or None. What is left differs as the first program did."""
        self.ask, self.tries = ask, tries
        self.shape = None

    def differs(self, source):
        if self.tries <= 0:
            return False
        self.tries -= 1
        try:
            compile(source, "<candidate>", "exec")
        except Exception:
            return False
        answer = self.ask(source)
        return answer is not None and not same(*answer) and self.shape in (None, shape(*answer))

    def reduce(self, source):
        answer = self.ask(source)
        if answer is not None and not same(*answer):
            self.shape = shape(*answer)
        source = self.cut_lines(source)
        try:
            tree = ast.parse(source)
        except SyntaxError:
            return source
        best = source
        progress = True
        while progress and self.tries > 0:
            progress = False
            for candidate in self.candidates(best):
                if len(candidate) < len(best) and self.differs(candidate):
                    best, progress = candidate, True
                    break
        return best

    def cut_lines(self, source):
        """Takes out blocks of lines, large ones first."""
        lines = source.splitlines()
        size = max(1, len(lines) // 2)
        while size >= 1 and self.tries > 0:
            at = 0
            while at < len(lines):
                rest = lines[:at] + lines[at + size:]
                text = "\n".join(rest) + "\n"
                if self.differs(text):
                    lines = rest
                else:
                    at += size
            size //= 2
        return "\n".join(lines) + "\n"

    def candidates(self, source):
        """Sources with one statement less, or with one expression replaced by a part of it."""
        tree = ast.parse(source)
        for node in ast.walk(tree):
            for field in ("body", "orelse", "finalbody", "handlers", "cases", "decorator_list", "keywords", "args", "elts", "values"):
                items = getattr(node, field, None)
                if not isinstance(items, list):
                    continue
                for at in range(len(items)):
                    saved = items[at]
                    inner = getattr(saved, "body", None)
                    if isinstance(inner, list) and inner and isinstance(saved, ast.stmt):
                        items[at:at + 1] = inner
                        yield from self.text(tree)
                        items[at:at + len(inner)] = [saved]
                    del items[at]
                    yield from self.text(tree)
                    items.insert(at, saved)
        for node in list(ast.walk(tree)):
            for field, value in list(ast.iter_fields(node)):
                if isinstance(value, ast.expr) and not isinstance(getattr(value, "ctx", ast.Load()), (ast.Store, ast.Del)):
                    parts = [part for part in ast.iter_child_nodes(value) if isinstance(part, ast.expr)]
                    for part in parts[:3]:
                        setattr(node, field, part)
                        yield from self.text(tree)
                    setattr(node, field, value)

    def text(self, tree):
        try:
            yield ast.unparse(tree) + "\n"
        except Exception:
            return
