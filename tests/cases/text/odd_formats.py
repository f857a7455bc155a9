# Widths and precisions at the edges, and format codes that are no characters.
def attempt(function, *args):
    try:
        print(ascii(function(*args)))
    except (TypeError, ValueError, OverflowError) as problem:
        print(type(problem).__name__, ascii(str(problem)))


attempt("%*d|".__mod__, (-2**63, 5))
attempt("%*d|".__mod__, (-2**63 - 1, 5))
attempt("%-*s|".__mod__, (-2**63, "a"))
attempt(b"%*d|".__mod__, (-2**63, 5))
attempt("%.*f|".__mod__, (-2**31, 1.5))
attempt("%.*f|".__mod__, (-2**31 - 1, 1.5))
attempt("%*d".__mod__, (-2**63,))
for value in 1, 1.5, 1j, "a":
    attempt(format, value, "\ud800")
    attempt(format, value, None)
attempt(object().__format__, None)
attempt("a".ljust, 2, None)
attempt("a".ljust, 2, 5)
for text in "__x__", "1_", "1__2", "1_j", "x", "1_0j", "_\xe9":
    attempt(complex, text)
attempt(ExceptionGroup, None, [])
attempt(memoryview(b"a").tobytes, 1)
for text in "a\tb", b"a\tb", bytearray(b"a\tb"):
    for size in 2**31, -2**31, -2**31 - 1, 10**30, True:
        attempt(text.expandtabs, size)
