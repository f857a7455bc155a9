# Splitting by whitespace drops empty parts, splitting by text keeps them.
text = "  one two\u3000three  "
print(text.split(), text.split(None, 1), text.rsplit(None, 1), text.split(maxsplit=0))
print("a,b,,c".split(","), "a,b,,c".split(",", 2), "a,b,,c".rsplit(",", 1), "".split(","))
print("aXXbXXXc".split("XX"), "aXXbXXXc".rsplit("XX"))
print("a\nb\r\nc\rd\x0be\u2028f\n".splitlines(), "a\n\nb".splitlines(keepends=True))
print("k=v=w".partition("="), "k=v=w".rpartition("="), "kv".partition("="), "kv".rpartition("="))
for call in (lambda: "a".split(""), lambda: "a".split(1), lambda: "a".partition("")):
    try:
        call()
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
