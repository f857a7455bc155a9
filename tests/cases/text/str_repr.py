# repr chooses quotes and escapes what cannot be printed.
for text in ["it's", 'say "hi"', "it's \"both\"", "a\\b\n\t\r\x00\x7f", "é\xad\u200b\ud800\U0001f600\U000e0001"]:
    print(ascii(text), ascii(repr(text)))
