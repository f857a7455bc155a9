# Positions count characters, not bytes; an empty string is found within the bounds only.
text = "naïve näher naïve"
print(text.find("naïve", 1), text.rfind("n"), text.index("äh"), text.count("n"), text.find("x"))
print(text.find("ï", 2, 3), text.find("ï", 3, -1), text.rfind("ve", 0, -1))
print("abc".find("", 3), "abc".find("", 4), "abc".rfind(""), "abc".count("", 2), "".count(""))
print(text.startswith(("x", "na")), text.endswith("e", -1), "abc".startswith("", 4))
for call in (lambda: "abc".index("x"), lambda: "abc".find(1), lambda: "abc".startswith((1,))):
    try:
        call()
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
