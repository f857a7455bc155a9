# "Did you mean": an attribute, private ones only for a private name.
class C:
    def __init__(self):
        self.blech = self._hidden = 1
for f in (lambda: C().blach, lambda: C()._hiden, lambda: [].apend):
    try:
        f()
    except AttributeError as e:
        print(e, e.name)
C().blach
