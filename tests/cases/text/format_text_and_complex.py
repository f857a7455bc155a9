# The format mini-language for strings and complex numbers.
for spec in ["", "s", "5", ">5", "^6", "é<4", ".2", "5.1", "05", "<05"]:
    print(f"[{'abc':{spec}}]", end=" ")
print()
for spec in ["", ".2f", "+g", ">15", "e", ",.1f"]:
    print(f"[{1234.5 - 2j:{spec}}]", f"[{3j:{spec}}]")
for value, spec in [("a", "d"), ("a", "+"), ("a", "="), ("a", "#"), ("a", ","), (1j, "05"), (1j, "=5"), (1j, "d"), ([], "5")]:
    try:
        format(value, spec)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
