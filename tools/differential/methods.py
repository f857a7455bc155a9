"""Methods of builtin types and builtin functions with hints of what they take (see
`Generator.hint`); "?" marks what may be left out."""


def table(text):
    rows = []
    for line in text.strip().splitlines():
        for cell in line.split(";"):
            name, _, hints = cell.strip().partition(" ")
            if name:
                rows.append((name, hints))
    return rows


METHODS = {
    "int": table("""
        bit_length; bit_count; to_bytes o? s? ; as_integer_ratio; is_integer; conjugate
        __add__ i; __radd__ a; __floordiv__ i; __mod__ i; __rpow__ x; __eq__ a; __lt__ a; __bool__; __index__; __round__ x?
        __divmod__ i; __format__ spec; __neg__; __invert__; __rshift__ i; __and__ a; __str__; __float__; __trunc__; __ceil__"""),
    "float": table("""
        is_integer; as_integer_ratio; hex; conjugate; __add__ a; __rsub__ a; __divmod__ f; __mod__ f; __floordiv__ f
        __eq__ a; __lt__ a; __round__ x?; __format__ spec; __trunc__; __int__; __floor__; __repr__; fromhex s; __rtruediv__ a"""),
    "str": table("""
        upper; lower; title; capitalize; casefold; swapcase; strip ss?; lstrip ss?; rstrip ss?
        split ss? x?; rsplit ss? x?; splitlines B?; partition ss; rpartition ss; replace ss ss x?
        find ss x? x?; rfind ss x? x?; index ss x? x?; rindex ss x? x?; count ss x? x?
        startswith ss x? x?; endswith ss x? x?; startswith t; join I; center i ss?; ljust o ss?; rjust o ss?; zfill o
        expandtabs o?; encode enc? err?; isalpha; isdigit; isdecimal; isnumeric; isalnum; isspace; isupper; islower
        istitle; isidentifier; isprintable; isascii; translate d; removeprefix ss; removesuffix ss; format_map d
        format a a; __contains__ a; __getitem__ a; __mul__ o; __rmul__ a; __mod__ a; __add__ a; __eq__ a; __lt__ a; __len__; __iter__
        maketrans d; maketrans s s s?; split sep=ss maxsplit=x; replace ss ss count=x"""),
    "bytes": table("""
        upper; lower; title; capitalize; swapcase; strip bb?; lstrip bb?; rstrip bb?; split bb? x?; rsplit bb? x?
        splitlines B?; partition bb; rpartition bb; replace bb bb x?; find bb x? x?; rfind bb x? x?; index bb x?
        rindex bb; count bb x? x?; startswith bb x?; endswith bb x?; join I; center o bb?; ljust o bb?; rjust o; zfill o
        expandtabs o?; decode enc? err?; isalpha; isdigit; isalnum; isspace; isupper; islower; istitle; isascii
        hex ss? x?; translate b b?; removeprefix bb; removesuffix bb; __contains__ a; __getitem__ a; __add__ a; __mod__ a; __eq__ a
        fromhex s; maketrans b b"""),
    "list": table("""
        append a; extend I; insert x a; pop x?; remove a; index a x? x?; count a; reverse; sort; sort key; sort rev; sort key rev
        copy; clear; __getitem__ a; __setitem__ x a; __delitem__ x; __contains__ a; __add__ a; __iadd__ I; __mul__ o; __imul__ x
        __eq__ a; __lt__ a; __len__; __reversed__; __iter__"""),
    "tuple": table("index a x? x?; count a; __getitem__ a; __add__ a; __mul__ o; __contains__ a; __eq__ a; __lt__ a; __len__"),
    "dict": table("""
        get a a?; setdefault a a?; pop a a?; popitem; update d; update I; update x=a; items; keys; values; copy; clear
        fromkeys I a?; __contains__ a; __getitem__ a; __setitem__ a a; __delitem__ a; __or__ a; __ior__ a; __ror__ a; __eq__ a; __len__; __reversed__"""),
    "set": table("""
        add a; discard a; remove a; clear; copy; union I I?; intersection I; difference I; symmetric_difference I
        update I; intersection_update I; difference_update I; symmetric_difference_update I; issubset I; issuperset I; isdisjoint I
        __or__ a; __rand__ a; __sub__ a; __ixor__ a; __eq__ a; __le__ a; __lt__ a; __contains__ a; __len__"""),
}

FUNCTIONS = table("""
    abs a; all I; any I; ascii a; bin i; bool a; bytearray a?; bytes a?; callable a; chr i; complex a? a?; divmod a a
    enumerate I i?; filter fn I; float a?; format a spec?; frozenset I?; getattr a nm a?; hasattr a nm; hex i; int a? x?
    isinstance a cls; issubclass cls cls; iter a; len a; list I?; map fn I; map fn2 I I; max I; max a a key?; min I; min a a; max I key
    min I default=a; next a a?; oct i; ord ss; pow x x x?; range x x? x?; repr a; reversed a; round a x?; set I?; slice a a? a?
    sorted I key?; sorted I rev; str a?; sum I a?; tuple I?; type a; zip I I; zip I I strict=B; int s i; str b enc err?; dict d?
    dict I x=a; type(None); object; vars a; setattr a nm a; delattr a nm; eval s; print s sep=s; print s end=s; id""")
FUNCTIONS = [row for row in FUNCTIONS if row[0] not in ("id", "object", "type(None)", "eval")]
