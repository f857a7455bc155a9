# locale: setting C and C.UTF-8, what they say of numbers, dates and order.

import locale

print(locale.setlocale(locale.LC_ALL, "C"), locale.getlocale())
for name in "C.UTF-8", "POSIX", "C.utf8", ("C", "UTF-8"), "xx_YY", ("xx", "UTF-8"), None:
    try:
        print(name, locale.setlocale(locale.LC_ALL, name), locale.getlocale())
    except locale.Error as error:
        print(name, error)
locale.setlocale(locale.LC_NUMERIC, "C")
print(locale.setlocale(locale.LC_ALL), locale.localeconv())
print(locale.format_string("%d %.2f|%5s|%-8.1f| %% %x", (1234567, 1234.5, "x", 2.25, 255), grouping=True))
print(locale.format_string("%(a)d %(b)s", {"a": 1, "b": "t"}), locale.format_string("%*d", (5, 3)))
print(locale.str(1.5), locale.atof("1.5"), locale.atoi("12"), locale.delocalize("1.5"), locale.localize("1234.5", True))
print([locale.nl_langinfo(n) for n in (locale.DAY_1, locale.ABMON_12, locale.D_FMT, locale.RADIXCHAR, locale.AM_STR)])
print(locale.strcoll("a", "b"), locale.strcoll("b", "b"), sorted("bA", key=locale.strxfrm))
for call in lambda: locale.currency(5), lambda: locale.setlocale(99, "C"), lambda: locale.nl_langinfo(5):
    try:
        print(call())
    except (ValueError, locale.Error) as error:
        print(error)
print(locale.normalize("en_US"), locale.normalize("C.UTF-8"), locale.gettext("x"))
