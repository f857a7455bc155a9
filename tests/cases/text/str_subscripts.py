# Subscripts and slices count characters of any width.
text = "aé€😀z" * 30
print(text[0], text[3], text[-1], text[148], len(text))
print(text[1:4], text[-4:-1], text[::-1][:5], text[140::2], text[5:2], text[3:4:-1] == "")
print("".join(c for c in "aé€😀\ud800z" if c.isprintable()))
for key in (150, -151, "x", 1.0, 2**70):
    try:
        text[key]
    except (IndexError, TypeError) as error:
        print(type(error).__name__, error)
