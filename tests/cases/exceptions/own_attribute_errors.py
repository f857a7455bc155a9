# An AttributeError that __getattr__ or __getattribute__ raises learns which name of which object is meant.
class Hooked:
    colour = 1

    def __getattr__(self, name):
        raise AttributeError(f"none: {name}")


class Every:
    def __getattribute__(self, name):
        raise AttributeError("nothing")


class Says(Hooked):
    def __getattr__(self, name):
        raise AttributeError("said", name="other")


for cls in Hooked, Every, Says:
    try:
        cls().colou
    except AttributeError as problem:
        print(problem, problem.name, type(problem.obj).__name__)
    try:
        getattr(cls(), "x")
    except AttributeError as problem:
        print(problem, problem.name, type(problem.obj).__name__)
Hooked().color
# expect: none: colou colou Hooked
# expect: none: x x Hooked
# expect: nothing colou Every
# expect: nothing x Every
# expect: said other NoneType
# expect: said other NoneType
# expect error: AttributeError: none: color. Did you mean: 'colour'?
