# The order of texts in sets follows from their hashes, which are the same ones with the seed that
# tests have (PYTHONHASHSEED=0). Beyond ASCII a text is hashed in units as large as it needs.

words = "the order of a set follows from hashes and from what was done with it".split()
print(set(words))
print({word[:2] for word in words} ^ {"th", "or", "xy"}, frozenset(words[:4]))
print({b"ab", b"", b"c", ""}, {("a", 1), ("b", 2.5), (), ("a",)}, {None: 1, "k": 2}.keys() | {"z"})

wide = ["é", "aé", "ÿ" * 5, "Ā", "€uro", "ab€", "😀", "x😀é€", "é" * 63 + "ÿ" * 63, "€" * 100, "😀" * 40]
for word in wide:
    print(ascii(word[:4]), len(word), hash(word))
print(hash("\ud800"), hash("a\udfff\U0010ffff"), hash(""), hash(b""), hash(slice(1, "é")))
print(ascii(set(wide[:8])))
