# What zlib refuses, and in which words.
import pickle, zlib

packed = zlib.compress(b'hello world' * 100)
words = zlib.compressobj(zdict=b'hello world')
with_words = words.compress(b'hello world') + words.flush()
done = zlib.compressobj()
done.flush()
end = zlib._ZlibDecompressor()
end.decompress(packed)
for wrong in (lambda: zlib.compress('text'), lambda: zlib.compress(b'', 99), lambda: zlib.compress(b'', wbits=99), lambda: zlib.decompress(b'x'),
              lambda: zlib.decompress(b''), lambda: zlib.decompress(packed[:-1]), lambda: zlib.decompress(packed, wbits=-15),
              lambda: zlib.decompress(packed, bufsize=-1), lambda: zlib.decompress(packed, wbits=99), lambda: zlib.decompress(b'x' * 9, wbits=31),
              lambda: zlib.decompress(packed[:-4] + b'aaaa'), lambda: zlib.decompress(b'\x78\x9c\xff\xff\xff'), lambda: zlib.decompress(b'\x79\x9c\xff'),
              lambda: zlib.decompress(with_words), lambda: zlib.decompressobj(zdict=b'other').decompress(with_words), lambda: zlib.compressobj(99),
              lambda: zlib.compressobj(1, 99), lambda: zlib.compressobj(1, 8, 99), lambda: zlib.compressobj(zdict=5), lambda: zlib.compressobj().flush(99),
              lambda: zlib.decompressobj(99), lambda: zlib.decompressobj(zdict=5), lambda: zlib.decompressobj().decompress(packed, -1),
              lambda: zlib.decompressobj().flush(0), lambda: done.flush(), lambda: done.compress(b'a'), lambda: done.copy(),
              lambda: zlib._ZlibDecompressor(wbits=99), lambda: end.decompress(b''), lambda: pickle.dumps(done), lambda: type(done)(), lambda: zlib.crc32('x')):
    try:
        print(wrong())
    except Exception as error:
        print(type(error).__name__, error)

# expect: TypeError a bytes-like object is required, not 'str'
# expect: error Bad compression level
# expect: error Bad compression level
# expect: error Error -5 while decompressing data: incomplete or truncated stream
# expect: error Error -5 while decompressing data: incomplete or truncated stream
# expect: error Error -5 while decompressing data: incomplete or truncated stream
# expect: error Error -3 while decompressing data: invalid stored block lengths
# expect: ValueError bufsize must be non-negative
# expect: error Error -2 while preparing to decompress data: inconsistent stream state
# expect: error Error -3 while decompressing data: incorrect header check
# expect: error Error -3 while decompressing data: incorrect data check
# expect: error Error -3 while decompressing data: invalid block type
# expect: error Error -3 while decompressing data: incorrect header check
# expect: error Error 2 while decompressing data
# expect: error Error -3 while setting zdict: invalid input data
# expect: ValueError Invalid initialization option
# expect: ValueError Invalid initialization option
# expect: ValueError Invalid initialization option
# expect: TypeError a bytes-like object is required, not 'int'
# expect: error Error -2 while flushing: inconsistent stream state
# expect: ValueError Invalid initialization option
# expect: TypeError zdict argument must support the buffer protocol
# expect: ValueError max_length must be non-negative
# expect: ValueError length must be greater than zero
# expect: error Error -2 while flushing: inconsistent stream state
# expect: error Error -2 while compressing data: inconsistent stream state
# expect: ValueError Inconsistent stream state
# expect: ValueError Invalid initialization option
# expect: EOFError End of stream already reached
# expect: TypeError cannot pickle 'zlib.Compress' object
# expect: TypeError cannot create 'zlib.Compress' instances
# expect: TypeError a bytes-like object is required, not 'str'
