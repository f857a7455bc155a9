# Inherited operators of sequences beside methods written in Python.
class Mine:
    def __rmul__(self, other):
        return "reflected"

    def __radd__(self, other):
        return NotImplemented


class Other:
    def __or__(self, other):
        return NotImplemented


for base in (tuple, list, str, bytes):
    kind = type("Kind", (base,), {"__and__": lambda self, other: self})
    for right in (Mine(), Other(), 2, 2.5):
        for operator in ("*", "+"):
            try:
                print(base.__name__, eval(f"kind() {operator} right"))
            except TypeError as error:
                print(error)
