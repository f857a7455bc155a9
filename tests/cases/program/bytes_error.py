# options: -bb
print(b"a" == 97)
# expect error: BytesWarning: Comparison between bytes and int
