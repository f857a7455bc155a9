class Meta(type):
    def __new__(meta, name, bases, namespace, **keywords):
        print("new", name, bases, sorted(k for k in namespace if k[0] != "_"), keywords)
        return super().__new__(meta, name, bases, namespace)

    def __init__(cls, name, bases, namespace, **keywords):
        print("init", cls, keywords)

    def __call__(cls, *args):
        print("call", cls.__name__, args)
        return super().__call__(*args)

    @classmethod
    def __prepare__(meta, name, bases, **keywords):
        print("prepare", name, keywords)
        return {"prepared": 1}

class Base(metaclass=Meta, option=1):
    def __init__(self, x):
        self.x = x

class Derived(Base):
    pass

print(type(Derived), Derived(2).x, Derived.prepared)
