class Entry:
    def __init__(self, *classes): self.classes = classes
    def __mro_entries__(self, bases):
        print("entries", len(bases))
        return self.classes
class A: pass
class B: pass
class C(Entry(A, B), metaclass=type): pass
print(C.__bases__, len(C.__orig_bases__))
class D(Entry()): pass
print(D.__bases__)
class E(list[int]): pass
print(E.__bases__, E.__orig_bases__)
try:
    type("F", (Entry(A),), {})
except TypeError as error:
    print(error)
