# Case mappings follow Unicode, with a different sigma at the end of a word.
for text in ["straße", "ΌΔΟΣ ΣΑΣ", "ǆ ǅ", "İstanbul", "ŉ ﬁ", "it's A dog", ""]:
    print(text.upper(), text.lower(), text.title(), text.capitalize())
    print(text.swapcase(), text.casefold(), text.istitle(), text.isupper(), text.islower())
