# The locales C and C.UTF-8: which one is set is remembered, and what they say is the same.

import os
import re

__all__ = [
    "getlocale", "getdefaultlocale", "getpreferredencoding", "Error", "setlocale", "localeconv",
    "strcoll", "strxfrm", "str", "atof", "atoi", "format_string", "currency", "normalize",
    "LC_CTYPE", "LC_COLLATE", "LC_TIME", "LC_MONETARY", "LC_NUMERIC", "LC_ALL", "CHAR_MAX",
    "getencoding", "LC_MESSAGES",
]

LC_CTYPE, LC_NUMERIC, LC_TIME, LC_COLLATE, LC_MONETARY, LC_MESSAGES, LC_ALL = range(7)
CHAR_MAX = 127

# All that the system has, in the order of their numbers; 6 is for all of them.
_CATEGORIES = (
    "LC_CTYPE", "LC_NUMERIC", "LC_TIME", "LC_COLLATE", "LC_MONETARY", "LC_MESSAGES", None, "LC_PAPER",
    "LC_NAME", "LC_ADDRESS", "LC_TELEPHONE", "LC_MEASUREMENT", "LC_IDENTIFICATION",
)
_DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split()
_MONTHS = "January February March April May June July August September October November December".split()

_text, _number = str, float


class Error(Exception):
    """There is no such locale."""


def _constants():
    """Numbers of what nl_langinfo knows, by name, and what it says."""
    time = 0x20000
    known = {"CODESET": (14, "UTF-8"), "RADIXCHAR": (0x10000, "."), "THOUSEP": (0x10001, "")}
    known |= {"YESEXPR": (0x50000, "^[yY]"), "NOEXPR": (0x50001, "^[nN]"), "CRNCYSTR": (0x4000F, "-")}
    names = [(f"ABDAY_{n}", day[:3]) for n, day in enumerate(_DAYS, 1)]
    names += [(f"DAY_{n}", day) for n, day in enumerate(_DAYS, 1)]
    names += [(f"ABMON_{n}", month[:3]) for n, month in enumerate(_MONTHS, 1)]
    names += [(f"MON_{n}", month) for n, month in enumerate(_MONTHS, 1)]
    names += [
        ("AM_STR", "AM"), ("PM_STR", "PM"), ("D_T_FMT", "%a %b %e %H:%M:%S %Y"), ("D_FMT", "%m/%d/%y"),
        ("T_FMT", "%H:%M:%S"), ("T_FMT_AMPM", "%I:%M:%S %p"), ("ERA", ""), (None, ""),
        ("ERA_D_FMT", ""), ("ALT_DIGITS", ""), ("ERA_D_T_FMT", ""), ("ERA_T_FMT", ""),
    ]
    known |= {name: (time + at, text) for at, (name, text) in enumerate(names) if name}
    return known


_known = _constants()
globals().update((name, number) for name, (number, _) in _known.items())
_said = dict(_known.values())
del _constants, _known

_set = {name: "C" for name in _CATEGORIES if name}
_set["LC_CTYPE"] = "C.UTF-8"


def _is_there(name):
    head, dot, tail = name.partition(".")
    return name in ("C", "POSIX") or head == "C" and tail.lower().replace("-", "") == "utf8"


def _of_environment(category):
    """What the environment asks for."""
    for variable in ("LC_ALL", category, "LANG"):
        if name := os.environ.get(variable):
            return name
    return "C"


def _shown(category):
    if category != LC_ALL:
        return _set[_CATEGORIES[category]]
    if len(set(_set.values())) == 1:
        return _set["LC_CTYPE"]
    return ";".join(f"{name}={_set[name]}" for name in _CATEGORIES if name)


def setlocale(category, locale=None):
    """Sets the locale of a category, or only says what it is."""
    category = category.__index__() if hasattr(category, "__index__") else category
    if not isinstance(category, int):
        raise TypeError(f"'{type(category).__name__}' object cannot be interpreted as an integer")
    if not 0 <= category < len(_CATEGORIES):
        raise Error("unsupported locale setting")
    if locale is None:
        return _shown(category)
    if not isinstance(locale, _text):
        locale = ".".join(part for part in locale if part) or "C"
    names = _CATEGORIES[category : category + 1] if category != LC_ALL else filter(None, _CATEGORIES)
    if locale and "=" in locale:
        new = dict(part.split("=", 1) for part in locale.split(";"))
    else:
        new = {name: locale or _of_environment(name) for name in names}
    if not new.keys() <= _set.keys() or not all(map(_is_there, new.values())):
        raise Error("unsupported locale setting")
    _set.update((name, "C" if value == "POSIX" else value) for name, value in new.items())
    return _shown(category)


def localeconv():
    """How numbers and amounts of money are written."""
    unknown = (
        "int_frac_digits frac_digits p_cs_precedes p_sep_by_space n_cs_precedes n_sep_by_space "
        "p_sign_posn n_sign_posn"
    )
    said = {"int_curr_symbol": "", "currency_symbol": "", "mon_decimal_point": ""}
    said |= {"mon_thousands_sep": "", "mon_grouping": [], "positive_sign": "", "negative_sign": ""}
    said |= dict.fromkeys(unknown.split(), CHAR_MAX)
    said |= {"decimal_point": ".", "thousands_sep": "", "grouping": []}
    return said


def nl_langinfo(key, /):
    """A text of the locale by its number."""
    if key not in _said:
        raise ValueError("unsupported langinfo constant")
    return _said[key]


def strcoll(os1, os2, /):
    """Which text comes first: -1, 0 or 1."""
    return (os1 > os2) - (os1 < os2)


def strxfrm(string, /):
    """The text to compare in place of this one."""
    if not isinstance(string, _text):
        raise TypeError(f"strxfrm() argument must be str, not {type(string).__name__}")
    if "\0" in string:
        raise ValueError("embedded null character")
    return string


def getlocale(category=LC_CTYPE):
    """Language and encoding of a category; None for what is not known."""
    name = setlocale(category)
    if category == LC_ALL and ";" in name:
        raise TypeError("category LC_ALL is not supported")
    head, dot, tail = name.partition(".")
    return (head, "UTF-8") if dot else (None, None)


def getdefaultlocale(envvars=("LC_ALL", "LC_CTYPE", "LANG", "LANGUAGE")):
    """Language and encoding that the environment asks for."""
    import warnings

    warnings.warn(
        "'locale.getdefaultlocale' is deprecated and slated for removal in Python 3.15. Use "
        "setlocale(), getencoding() and getlocale() instead.", DeprecationWarning, stacklevel=2,
    )
    for variable in envvars:
        if name := os.environ.get(variable):
            head, dot, tail = normalize(name.split(":")[0]).partition(".")
            return (None, None) if head in ("C", "POSIX") and not dot else (head, tail or None)
    return None, None


def getencoding():
    """The encoding of the locale."""
    return "UTF-8"


def getpreferredencoding(do_setlocale=True):
    """The encoding that text files have."""
    return "utf-8" if __import__("sys").flags.utf8_mode else getencoding()


def normalize(localename):
    """The name of a locale with its encoding."""
    name = localename.lower().replace("utf8", "utf-8")
    head, dot, encoding = name.partition(".")
    if head in ("c", "posix"):
        return "C.UTF-8" if encoding == "utf-8" else "C"
    language, _, country = head.partition("_")
    if not language.isalpha() or len(language) not in (2, 3) or "@" in name:
        return localename
    country = country.upper() or {"en": "US"}.get(language, language.upper())
    return f"{language}_{country}.{encoding.upper() if dot else 'ISO8859-1'}"


def _grouped(digits, monetary):
    """Whole digits with what stands between groups, and how much longer that makes them."""
    conventions = localeconv()
    between = conventions["mon_thousands_sep" if monetary else "thousands_sep"]
    sizes = list(conventions["mon_grouping" if monetary else "grouping"])
    if not between or not sizes:
        return digits, 0
    groups, size = [], 0
    while digits:
        if sizes:
            size = sizes.pop(0) or size
        if size == CHAR_MAX or size <= 0:
            break
        digits, group = digits[:-size], digits[-size:]
        groups.append(group)
    text = between.join(filter(None, [digits, *reversed(groups)]))
    return text, len(between) * max(len(groups) - (not digits), 0)


_ITEM = re.compile(r"%(?:\((?P<key>.*?)\))?(?P<modifiers>[-#0-9 +*.hlL]*?)[eEfFgGdiouxXcrs%]")


def _formatted(item, value, grouping, monetary):
    text = item % value
    if item[-1] not in "eEfFgGdiu":
        return text
    spaces = len(text) - len(text.lstrip())
    number = text.strip()
    sign = number[: len(number) - len(number.lstrip("+-"))]
    whole, point, rest = number[len(sign):].partition(".")
    if grouping:
        digits = re.match(r"\d*", whole).group()
        groups, _ = _grouped(digits, monetary)
        whole = groups + whole[len(digits):]
    point = point and localeconv()["mon_decimal_point" if monetary else "decimal_point"]
    made = sign + whole + point + rest
    return made.ljust(len(text)) if text.endswith(" ") and not spaces else made.rjust(len(text))


def format_string(f, val, grouping=False, monetary=False):
    """f % val, with numbers as the locale writes them."""
    items = list(_ITEM.finditer(f))
    pieces, last, used = [], 0, 0
    is_mapping = hasattr(val, "keys")
    values = val if isinstance(val, tuple) else (val,)
    for item in items:
        pieces.append(f[last : item.start()])
        last = item.end()
        text = item.group()
        if text[-1] == "%":
            pieces.append("%")
            continue
        if is_mapping and item["key"] is not None:
            pieces.append(_formatted(text, val, grouping, monetary))
            continue
        count = 1 + item["modifiers"].count("*")
        part = tuple(values[used : used + count])
        used += count
        pieces.append(_formatted(text, part, grouping, monetary))
    if not is_mapping and used < len(values) and isinstance(val, tuple):
        raise TypeError("not all arguments converted during string formatting")
    return "".join(pieces) + f[last:]


def currency(val, symbol=True, grouping=False, international=False):
    """An amount of money as text, which C has no way to write."""
    raise ValueError("Currency formatting is not possible using the 'C' locale.")


def str(val):
    """A float as text."""
    return format_string("%.12g", val)


def delocalize(string):
    """A number's text as Python writes it."""
    conventions = localeconv()
    if between := conventions["thousands_sep"]:
        string = string.replace(between, "")
    return string.replace(conventions["decimal_point"], ".")


def localize(string, grouping=False, monetary=False):
    """A number's text as the locale writes it."""
    whole, point, rest = string.partition(".")
    if grouping:
        whole = _grouped(whole, monetary)[0]
    return whole + (point and localeconv()["decimal_point"]) + rest


def atof(string, func=_number):
    """The number of a text."""
    return func(delocalize(string))


def atoi(string):
    """The whole number of a text."""
    return int(delocalize(string))


def gettext(message, /):
    """The message in the locale's language."""
    return message


def dgettext(domain, message, /):
    """The message of a domain."""
    return message


def dcgettext(domain, message, category, /):
    """The message of a domain and category."""
    return message


_domains = {"": "messages"}


def textdomain(domain, /):
    """Sets where messages come from, or only says it."""
    if domain is not None:
        _domains[""] = domain or "messages"
    return _domains[""]


def bindtextdomain(domain, dir, /):
    """Sets the folder of a domain's messages, or only says it."""
    if not domain:
        raise Error("domain must be a non-empty string")
    if dir is not None:
        _domains[domain] = os.fsdecode(dir)
    return _domains.get(domain, "/usr/share/locale")


def bind_textdomain_codeset(domain, codeset, /):
    """Sets the encoding of a domain's messages."""
    return codeset
