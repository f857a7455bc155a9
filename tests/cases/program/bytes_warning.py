# options: -b
import sys

sys.stderr = sys.stdout
print(b"a" == "a")
# expect: bytes_warning.py:5: BytesWarning: Comparison between bytes and string
# expect:   print(b"a" == "a")
# expect: False
print(str(bytearray(b"a")))
# expect: bytes_warning.py:9: BytesWarning: str() on a bytearray instance
# expect:   print(str(bytearray(b"a")))
# expect: bytearray(b'a')
