# What csv adds to its native half: dialects as classes, rows as dictionaries, and a guess at the
# dialect of a text.

import re
from io import StringIO

from _csv import (
    QUOTE_ALL, QUOTE_MINIMAL, QUOTE_NONE, QUOTE_NONNUMERIC, QUOTE_NOTNULL, QUOTE_STRINGS, Error,
    field_size_limit, get_dialect, list_dialects, reader, register_dialect, unregister_dialect,
    writer,
)
from _csv import Dialect as _Dialect

__all__ = [
    "QUOTE_MINIMAL", "QUOTE_ALL", "QUOTE_NONNUMERIC", "QUOTE_NONE", "QUOTE_STRINGS",
    "QUOTE_NOTNULL", "Error", "Dialect", "excel", "excel_tab", "field_size_limit", "reader",
    "writer", "register_dialect", "get_dialect", "list_dialects", "Sniffer", "unregister_dialect",
    "DictReader", "DictWriter", "unix_dialect",
]
__version__ = "1.0"


class Dialect:
    """A dialect as a class: its attributes say how a table is written. Instances check them."""

    _name = ""
    _valid = False
    delimiter = quotechar = escapechar = doublequote = None
    skipinitialspace = lineterminator = quoting = None

    def __init__(self):
        self._valid = self.__class__ is not Dialect
        try:
            _Dialect(self)
        except TypeError as error:
            raise Error(str(error)) from None


class excel(Dialect):
    """What Excel writes."""

    delimiter = ","
    quotechar = '"'
    doublequote = True
    skipinitialspace = False
    lineterminator = "\r\n"
    quoting = QUOTE_MINIMAL


class excel_tab(excel):
    """What Excel writes, with tabulators."""

    delimiter = "\t"


class unix_dialect(Dialect):
    """What programs on Unix write: everything in quotes."""

    delimiter = ","
    quotechar = '"'
    doublequote = True
    skipinitialspace = False
    lineterminator = "\n"
    quoting = QUOTE_ALL


register_dialect("excel", excel)
register_dialect("excel-tab", excel_tab)
register_dialect("unix", unix_dialect)


def _kept(names):
    """Names that can be gone through more than once."""
    return list(names) if names is not None and iter(names) is names else names


class DictReader:
    """Rows as dictionaries, whose keys are the first row unless they are given."""

    line_num = 0

    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect="excel", *args, **kwds):
        self._fieldnames = _kept(fieldnames)
        self.restkey, self.restval = restkey, restval
        self.dialect = dialect
        self.reader = reader(f, dialect, *args, **kwds)

    def __iter__(self):
        return self

    @property
    def fieldnames(self):
        if self._fieldnames is None:
            self._fieldnames = next(self.reader, None)
            self.line_num = self.reader.line_num
        return self._fieldnames

    @fieldnames.setter
    def fieldnames(self, value):
        self._fieldnames = value

    def __next__(self):
        if self.line_num == 0:
            # The names are to be read first.
            self.fieldnames
        row = next(self.reader)
        self.line_num = self.reader.line_num
        while not row:
            row = next(self.reader)
        names = self.fieldnames
        made = dict(zip(names, row))
        known = len(names)
        if known < len(row):
            made[self.restkey] = row[known:]
        for name in names[len(row):]:
            made[name] = self.restval
        return made

    def __class_getitem__(cls, item):
        import types

        return types.GenericAlias(cls, item)


class DictWriter:
    """Writes dictionaries as rows, in the order of fieldnames."""

    def __init__(self, f, fieldnames, restval="", extrasaction="raise", dialect="excel", *args, **kwds):
        self.fieldnames, self.restval = _kept(fieldnames), restval
        self.extrasaction = extrasaction.lower()
        if self.extrasaction not in {"raise", "ignore"}:
            raise ValueError(f"extrasaction ({self.extrasaction}) must be 'raise' or 'ignore'")
        self.writer = writer(f, dialect, *args, **kwds)

    def writeheader(self):
        """Writes the names as a row."""
        return self.writerow({name: name for name in self.fieldnames})

    def _row(self, rowdict):
        if self.extrasaction == "raise":
            extra = rowdict.keys() - self.fieldnames
            if extra:
                names = ", ".join(map(repr, extra))
                raise ValueError(f"dict contains fields not in fieldnames: {names}")
        return (rowdict.get(name, self.restval) for name in self.fieldnames)

    def writerow(self, rowdict):
        """Writes one dictionary."""
        return self.writer.writerow(self._row(rowdict))

    def writerows(self, rowdicts):
        """Writes several dictionaries."""
        return self.writer.writerows(map(self._row, rowdicts))

    def __class_getitem__(cls, item):
        import types

        return types.GenericAlias(cls, item)


def _most(values):
    """The value that occurs most often, the first one of several."""
    numbers = {}
    for value in values:
        numbers[value] = numbers.get(value, 0) + 1
    return max(numbers, key=numbers.get)


# A text in quotes, with what separates it from its neighbours: nothing at a line's beginning and end.
_MARK = r"[^\w\n\"']"
_QUOTED = re.compile(
    rf"(?:^|(?P<before>{_MARK})(?P<space> ?))(?P<quote>[\"']).*?(?P=quote)(?=(?P<after>{_MARK})|$)",
    re.DOTALL | re.MULTILINE,
)


class Sniffer:
    """Guesses what a text is like."""

    def __init__(self):
        # In case of doubt the first of them.
        self.preferred = [",", "\t", ";", " ", ":"]

    def sniff(self, sample, delimiters=None):
        """A dialect class for the text; delimiters are all that may separate fields."""
        quote, doubled, *separation = self._from_quotes(sample, delimiters)
        if not separation[0]:
            # Quotes alone say nothing of what separates.
            separation = self._from_counts(sample, delimiters)
        delimiter, skip = separation
        if not delimiter:
            raise Error("Could not determine delimiter")
        found = dict(_name="sniffed", __module__=__name__, lineterminator="\r\n", quoting=QUOTE_MINIMAL,
                     doublequote=doubled, delimiter=delimiter, quotechar=quote or '"',
                     skipinitialspace=skip)
        return type("dialect", (Dialect,), found)

    def _from_quotes(self, sample, delimiters):
        """What stands around texts in quotes: the quote, whether it is doubled inside, what
        separates, and whether a space follows that always."""
        # Every text in quotes counts by how well it is enclosed: by separators on both sides, by one
        # behind it, by one before it, by the line alone. Only the best kind that occurs is heard.
        heard, best = [], 4
        for match in _QUOTED.finditer(sample):
            before, space, quote, after = match.group("before", "space", "quote", "after")
            if before and before == after:
                kind, mark = 0, before
            elif not before and after:
                kind, mark = 1, after
            elif before and not after:
                kind, mark = 2, before
            elif not before and not after:
                kind, mark = 3, ""
            else:
                continue
            if kind < best:
                heard, best = [], kind
            if kind == best:
                heard.append((quote, mark, bool(space)))
        if not heard:
            return "", False, "", False
        quote = _most([quote for quote, _, _ in heard])
        marks = [mark for _, mark, _ in heard if mark and (delimiters is None or mark in delimiters)]
        if not marks:
            return quote, self._doubles(sample, quote, ""), "", False
        mark = _most(marks)
        skips = all(space for _, other, space in heard if other == mark)
        return quote, self._doubles(sample, quote, mark), mark, skips

    def _doubles(self, sample, quote, mark):
        """Whether there is a field with two quotes in a row between the ones around it."""
        side = f"[{re.escape(mark)}\n]" if mark else "\n"
        field = f"(?:^|{side}) *{quote}[^{quote}\n]*{quote}{quote}[^\n]*?{quote} *(?:{side}|$)"
        return re.search(field, sample) is not None

    def _from_counts(self, sample, delimiters):
        """The character that nearly all lines have equally often: it, and whether a space always
        follows it."""
        lines = [line for line in sample.split("\n") if line]
        best, fitting = 0, []
        for mark in sorted(set(sample) - {"\n"}):
            if not mark.isascii() or delimiters is not None and mark not in delimiters:
                continue
            numbers = [line.count(mark) for line in lines]
            usual = _most(numbers)
            agreeing = numbers.count(usual)
            # Lines that disagree count against it.
            share = (2 * agreeing - len(lines)) / len(lines)
            if not usual or share < 0.9:
                continue
            if share > best:
                best, fitting = share, []
            if share == best:
                fitting.append((usual, mark))
        if not fitting:
            return "", False
        marks = [mark for _, mark in fitting]
        mark = next((mark for mark in self.preferred if mark in marks), None) or max(fitting)[1]
        return mark, lines[0].count(mark) == lines[0].count(mark + " ")

    def has_header(self, sample):
        """Whether the first row looks like names of columns: other kinds of values, or other
        lengths, than the rows below it."""
        rows = reader(StringIO(sample), self.sniff(sample))
        header = next(rows)
        kinds = dict.fromkeys(range(len(header)))
        for checked, row in enumerate(rows):
            if checked == 20:
                break
            if len(row) != len(header):
                continue
            for column in list(kinds):
                kind = self._kind(row[column])
                if kinds[column] is None:
                    kinds[column] = kind
                elif kinds[column] != kind:
                    # The column says nothing.
                    del kinds[column]
        votes = 0
        for column, kind in kinds.items():
            if isinstance(kind, int):
                votes += 1 if len(header[column]) != kind else -1
            else:
                votes += 1 if self._kind(header[column]) != kind else -1
        return votes > 0

    def _kind(self, text):
        """complex for a number, else the text's length."""
        try:
            complex(text)
        except (ValueError, OverflowError):
            return len(text)
        return complex
