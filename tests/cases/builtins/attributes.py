# getattr, setattr, delattr, hasattr, vars.
class Thing:
    kind = "thing"

    def __getattr__(self, name):
        if name == "odd":
            raise ValueError("odd")
        raise AttributeError(name)

t = Thing()
setattr(t, "size", 3)
print(getattr(t, "size"), getattr(t, "none", "default"), hasattr(t, "kind"), hasattr(t, "nothing"), vars(t))
delattr(t, "size")
print(vars(t), getattr(t, "kind"))
for action in (lambda: getattr(t, "x"), lambda: hasattr(t, "odd"), lambda: getattr(t, 1), lambda: getattr(1, "x"), lambda: delattr(t, "gone"), lambda: vars(1)):
    try:
        action()
    except Exception as error:
        print(type(error).__name__, error)
