# The order of bytes that memoryview.tobytes() is asked for.
for o in ('A','a','\0','C\0','\ud800', 3, None, 'F', '', 'ä'):
    try: print(repr(o), memoryview(b'ab').tobytes(o))
    except Exception as e: print(repr(o), repr(e))
