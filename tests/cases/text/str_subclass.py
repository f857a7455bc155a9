# Methods of a subclass of str give plain strings.
class Name(str):
    def __str__(self):
        return "shown"


name = Name("Ab")
print(type(name) is Name, name, repr(name), type(name + "c") is str, type(name.strip()) is str)
print(type(name[:]) is str, type("".join([name])) is Name, name == "Ab", hash(name) == hash("Ab"))
print(f"{name}", f"{name!r}", "%s" % name, {"Ab": 1}[name], str(name))
print(Name(b"x", "ascii") == "x", Name() == "", Name(object=5) + "!")
