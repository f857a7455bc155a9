# Compressing and decompressing piece by piece: flush modes, limits, copies, dictionaries.
import copy, zlib

text = b'the quick brown fox jumps over the lazy dog. ' * 200
for wbits in (15, -15, 31, 9):
    maker = zlib.compressobj(9, zlib.DEFLATED, wbits, 9, zlib.Z_FILTERED)
    packed = maker.compress(text[:4000]) + maker.flush(zlib.Z_SYNC_FLUSH) + maker.compress(text[4000:]) + maker.flush()
    print(zlib.decompress(packed, wbits) == text, len(packed) < len(text) // 10, zlib.decompress(packed, bufsize=1, wbits=wbits) == text)
reader = zlib.decompressobj()
packed = zlib.compress(text) + b'behind'
first = reader.decompress(packed, 100)
print(first == text[:100], reader.eof, reader.unused_data, len(reader.unconsumed_tail) > 0)
twin = reader.copy()
print(first + reader.decompress(reader.unconsumed_tail) == text, reader.eof, reader.unused_data, reader.unconsumed_tail)
print(first + twin.flush() == text, twin.eof, twin.unused_data)
maker = zlib.compressobj()
start = maker.compress(text) + maker.flush(zlib.Z_FULL_FLUSH)
other = copy.copy(maker)
print(zlib.decompress(start + maker.flush()) == text, zlib.decompress(start + other.compress(b'more') + other.flush()) == text + b'more')
words = zlib.compressobj(zdict=b'quick brown fox')
packed = words.compress(b'brown quick fox') + words.flush()
print(zlib.decompressobj(zdict=b'quick brown fox').decompress(packed))
stream = zlib._ZlibDecompressor()
print(stream.decompress(zlib.compress(text) + b'rest', 10), stream.needs_input, stream.decompress(b'') == text[10:], stream.eof, stream.unused_data, stream.needs_input)
print(zlib.compressobj().flush(zlib.Z_NO_FLUSH), zlib.decompressobj().flush(), zlib.crc32(b'abc'), zlib.crc32(b'c', zlib.crc32(b'ab')), zlib.adler32(b'abc'), zlib.adler32(b'abc', 2 ** 70), zlib.crc32(b'abc', -1))

# expect: True True True
# expect: True True True
# expect: True True True
# expect: True True True
# expect: True False b'' True
# expect: True True b'behind' b'behind'
# expect: True True b'behind'
# expect: True True
# expect: b'brown quick fox'
# expect: b'the quick ' False True True b'rest' False
# expect: b'' b'' 891568578 891568578 38600999 38404390 899311407
