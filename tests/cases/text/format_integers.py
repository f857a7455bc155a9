# The format mini-language for ints.
for spec in ["", "d", "5", "<5", "^5", "=+8", "05", "+", " ", "x", "#x", "#X", "b", "#_b", "o", ",", "_", "015,", "09_x", "n", "e", ".2f", "%"]:
    print(f"{spec:5}", *(f"[{value:{spec}}]" for value in (0, 12345, -70, 2**70)))
print(f"{65:c}{0x1F600:c}", f"{True}", f"{True:d}", f"{True:5}")
for value, spec in [(1, ".2"), (1, "s"), (1, ",x"), (1, ",_"), (1, "+c"), (-1, "c"), (1, "zz"), (1, "."), (1, "zd")]:
    try:
        format(value, spec)
    except (ValueError, OverflowError) as error:
        print(type(error).__name__, error)
