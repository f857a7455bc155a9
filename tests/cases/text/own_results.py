"""Operations that change nothing give the text or number itself."""


class S(str):
    pass


# Texts of one character up to U+00FF are there once.
letter, whole = "é", "aé"
print(chr(233) is letter, whole[1] is letter, "é,b".split(",")[0] is letter, "".join(["a", "é"])[1] is letter, b"\xe9".decode("latin-1") is letter)
own = S("abc")
print(own % () is own, own % {} is own, own.format() is own, own.format_map({}) is own, own.format(1, x=2) is own)
print(own.partition("z")[0] is own, own.rpartition("z")[2] is own, type(own.partition("b")[0]), type(own.split("z")[0]), type(own.strip()))
print(type(iter(own)).__name__, type(iter("abc")).__name__, type(iter("é")).__name__)
print(type(own.format("{")), type(S("{{").format()), type(S("%%") % ()))
number = complex(1, 2)
print(+number is number, number.__complex__() is number, complex(number) is number)
huge = 1e300
print(+huge is huge, huge.__float__() is huge, huge.conjugate() is huge, float(huge) is huge)
