# unicodedata: names, numbers, categories, normal forms, in both versions.

import unicodedata
from unicodedata import ucd_3_2_0 as old

for character in "a", "é", "½", "٣", "²", "☃", "가", "一", "\u0301", "\U0001fa6d", "\n", "\u0378":
    print(
        ascii(character),
        unicodedata.name(character, None), old.name(character, None),
        unicodedata.category(character), old.category(character),
        unicodedata.bidirectional(character), unicodedata.combining(character),
        unicodedata.mirrored(character), unicodedata.east_asian_width(character),
        ascii(unicodedata.decomposition(character)),
        unicodedata.decimal(character, None), old.decimal(character, None),
        unicodedata.digit(character, None), unicodedata.numeric(character, None),
    )

for name in (
    "LATIN SMALL LETTER GHA", "latin small letter a", "KATAKANA LETTER AINU P",
    "HANGUL SYLLABLE GAGG", "CJK UNIFIED IDEOGRAPH-3134A", "NUSHU CHARACTER-1B170", "nope", "",
):
    for database in unicodedata, old:
        try:
            print(ascii(database.lookup(name)))
        except KeyError as error:
            print(error)

text = "ﬁ é a\u0316\u0301 가 ㎏ \u0344 \U0002f868 \u0958"
for form in "NFC", "NFD", "NFKC", "NFKD":
    print(form, ascii(unicodedata.normalize(form, text)), ascii(old.normalize(form, text)))
    print([unicodedata.is_normalized(form, part) for part in text.split()])

plain = "plain text"
print(unicodedata.normalize("NFKD", plain) is plain)
print(ascii("\N{SNOWMAN}\N{latin small letter gha}\N{HANGUL SYLLABLE GA}"))
print(unicodedata.unidata_version, old.unidata_version)

for call in (
    lambda: unicodedata.name("ab"), lambda: unicodedata.name("\n"), lambda: unicodedata.digit("a"),
    lambda: unicodedata.normalize("nfc", "a"), lambda: unicodedata.lookup("x" * 257),
    lambda: unicodedata.lookup("\udc80"), lambda: unicodedata.UCD(), lambda: eval(r"'\N{nope}'"),
):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
