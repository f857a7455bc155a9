# Concatenation, repetition and comparison, and what they refuse.
print("ab" + "é", "ab" * 3, -1 * "ab", True * "ab", "a" < "b" < "é" < "😀", "\uffff" < "\U00010000")
print("é" in "café", "" in "", "abc" == "abc", "a" == b"a")
for call in (
    lambda: "a" + 1,
    lambda: "a" * "b",
    lambda: "a" * 1.5,
    lambda: 1 in "a",
    lambda: "a" < 1,
    lambda: "a" * 2**62,
    lambda: "a" * 2**63,
    lambda: "ab" * 2**62,
):
    try:
        call()
    except (TypeError, MemoryError, OverflowError) as error:
        print(type(error).__name__, error)
