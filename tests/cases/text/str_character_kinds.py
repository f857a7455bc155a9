# What kinds of characters a string consists of.
for text in ["", "abc", "a1", "½", "²", "٣", "\u3000\t", "ª", "ǅ", "名前", "_x", "1x", "\xad", "e\u0301"]:
    print(
        ascii(text),
        text.isalpha(), text.isalnum(), text.isdecimal(), text.isdigit(), text.isnumeric(),
        text.isspace(), text.isprintable(), text.isidentifier(), text.isascii(),
    )
