# The format mini-language for floats: rounding is exact.
values = (0.0, -0.0, 1.0, 2.675, 1e22, 123456.789, 1e-7, float("inf"), float("nan"))
for spec in ["", ".3", "g", "#g", ".2f", "z.0f", "e", ".0e", "E", "+012.1f", ",.2f", "020,.1f", "%", ".1%", "#.0f", "n", "G"]:
    print(f"{spec:7}", *(f"[{value:{spec}}]" for value in values))
print(f"{2.5:.0f} {3.5:.0f} {0.125:.2f} {1.005:.2f} {0.1:.30f} {5e-324:.3g}")
for spec in ["d", "s", "x", ",n", ".", "_,"]:
    try:
        format(1.0, spec)
    except ValueError as error:
        print(error)
