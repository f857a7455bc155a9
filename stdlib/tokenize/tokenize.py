"""A source as tokens, comments and blank lines included, and tokens as a source."""

import re
import sys
from builtins import open as _builtin_open
from codecs import BOM_UTF8, lookup
from collections import namedtuple
from io import TextIOWrapper
from itertools import chain

import token
from token import *
from token import EXACT_TOKEN_TYPES

__all__ = token.__all__ + ['tokenize', 'generate_tokens', 'detect_encoding', 'untokenize', 'TokenInfo',
                           'open', 'TokenError']

_COOKIE = re.compile(r'^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)', re.ASCII)
_BLANK = re.compile(br'^[ \t\f]*(?:[#\r\n]|$)')


class TokenError(Exception):
    """What is no token, or ends too early."""


class TokenInfo(namedtuple('TokenInfo', 'type string start end line')):
    """A token: its number, text, the places where it starts and ends, and the line it is on."""

    def __repr__(self):
        kind = f'{self.type} ({tok_name[self.type]})'
        return self._replace(type=_Shown(kind))._plain()

    def _plain(self):
        return super().__repr__()

    @property
    def exact_type(self):
        """Which operator it is; for other tokens the type."""
        if self.type == OP and self.string in EXACT_TOKEN_TYPES:
            return EXACT_TOKEN_TYPES[self.string]
        return self.type


class _Shown(str):
    def __repr__(self):
        return str(self)


# ---- Sources from tokens --------------------------------------------------------------------------

class Untokenizer:
    """Puts tokens where their places say."""

    def __init__(self):
        self.tokens = []
        self.prev_row, self.prev_col = 1, 0
        self.encoding = None

    def add_whitespace(self, start):
        row, column = start
        if row < self.prev_row or row == self.prev_row and column < self.prev_col:
            raise ValueError(f'start ({row},{column}) precedes previous end ({self.prev_row},{self.prev_col})')
        if row > self.prev_row:
            # Lines without tokens are joined ones.
            self.tokens.append('\\\n' * (row - self.prev_row))
            self.prev_col = 0
        blanks = column - self.prev_col
        if blanks:
            self.tokens.append(' ' * blanks)

    def untokenize(self, iterable):
        tokens = iter(iterable)
        indents, at_line_start = [], False
        for info in tokens:
            if len(info) == 2:
                self.compat(info, tokens)
                break
            kind, text, start, end, _ = info
            if kind == ENCODING:
                self.encoding = text
                continue
            if kind == ENDMARKER:
                break
            if kind == INDENT:
                indents.append(text)
                continue
            if kind == DEDENT:
                indents.pop()
                self.prev_row, self.prev_col = end
                continue
            if kind in (NEWLINE, NL):
                at_line_start = True
            elif at_line_start and indents:
                # Tabs may be part of it.
                indent = indents[-1]
                if start[1] >= len(indent):
                    self.tokens.append(indent)
                    self.prev_col = len(indent)
                at_line_start = False
            elif kind == FSTRING_MIDDLE:
                if '{' in text or '}' in text:
                    text = _escaped_braces(text)
                    last = text.splitlines()[-1]
                    end = end[0], end[1] + last.count('{{') + last.count('}}')
            self.add_whitespace(start)
            self.tokens.append(text)
            self.prev_row, self.prev_col = end
            if kind in (NEWLINE, NL):
                self.prev_row += 1
                self.prev_col = 0
        return ''.join(self.tokens)

    def compat(self, info, rest):
        """Tokens without places: with as many blanks as keep them apart."""
        indents = []
        at_line_start = info[0] in (NEWLINE, NL)
        after_string, before = False, None
        for each in chain([info], rest):
            kind, text = each[:2]
            if kind == ENCODING:
                self.encoding = text
                continue
            if kind in (NAME, NUMBER):
                text += ' '
            if kind == STRING:
                if after_string:
                    text = ' ' + text
                after_string = True
            else:
                after_string = False
            if kind == INDENT:
                indents.append(text)
                continue
            if kind == DEDENT:
                indents.pop()
                continue
            if kind in (NEWLINE, NL):
                at_line_start = True
            elif at_line_start and indents:
                self.tokens.append(indents[-1])
                at_line_start = False
            elif kind == FSTRING_MIDDLE:
                text = _escaped_braces(text)
            if kind in (STRING, FSTRING_START) and before in (STRING, FSTRING_END):
                self.tokens.append(' ')
            self.tokens.append(text)
            before = kind


def _escaped_braces(text):
    """The text between the fields of an f-string as it is written: braces doubled, but not those of a
    character's name."""
    done, at = [], 0
    for match in re.finditer(r'\\N\{[^{}]*\}|[{}]', text):
        done.append(text[at:match.start()])
        found = match[0]
        slashes = len(done[-1]) - len(done[-1].rstrip('\\')) if found[0] == '\\' else 0
        if len(found) == 1:
            done.append(found * 2)
        elif slashes % 2:
            # The backslash is itself escaped.
            done.append(found.replace('{', '{{').replace('}', '}}'))
        else:
            done.append(found)
        at = match.end()
    return ''.join(done) + text[at:]


def untokenize(iterable):
    """A source that gives these tokens. They are tuples of five, as `tokenize` gives them, or at least of
    type and text; then only their order and what keeps them apart is kept. Bytes if the first token
    says in which encoding, else text."""
    writer = Untokenizer()
    text = writer.untokenize(iterable)
    return text if writer.encoding is None else text.encode(writer.encoding)


# ---- Encodings ------------------------------------------------------------------------------------

def _normalised(name):
    """The names that CPython's tokenizer treats alike, under one name."""
    start = name[:12].lower().replace('_', '-')
    if start == 'utf-8' or start.startswith('utf-8-'):
        return 'utf-8'
    for known in 'latin-1', 'iso-8859-1', 'iso-latin-1':
        if start == known or start.startswith(known + '-'):
            return 'iso-8859-1'
    return name


def detect_encoding(readline):
    """The encoding that the first two lines of a file declare, and the lines that were read for that.

    readline gives bytes. Without a declaration the encoding is 'utf-8', with a byte order mark
    'utf-8-sig'; a SyntaxError says that it is unknown, or that there are two different ones.
    """
    try:
        filename = readline.__self__.name
    except AttributeError:
        filename = None

    def read():
        try:
            return readline()
        except StopIteration:
            return b''

    def refusal(message):
        return SyntaxError(message if filename is None else f'{message} for {filename!r}')

    def declared(line):
        try:
            text = line.decode('utf-8')
        except UnicodeDecodeError:
            raise refusal('invalid or missing encoding declaration') from None
        match = _COOKIE.match(text)
        if not match:
            return None
        name = _normalised(match[1])
        try:
            found = lookup(name)
        except LookupError:
            unknown = 'unknown encoding' if filename is None else f'unknown encoding for {filename!r}'
            raise SyntaxError(f'{unknown}: {name}') from None
        if marked:
            if name != 'utf-8':
                problem = 'encoding problem' + (f' for {filename!r}' if filename is not None else '')
                raise SyntaxError(f'{problem}: utf-8')
            name += '-sig'
        return name

    first = read()
    marked = first.startswith(BOM_UTF8)
    if marked:
        first = first[3:]
    default = 'utf-8-sig' if marked else 'utf-8'
    if not first:
        return default, []
    encoding = declared(first)
    if encoding:
        return encoding, [first]
    if not _BLANK.match(first):
        return default, [first]
    second = read()
    if not second:
        return default, [first]
    return declared(second) or default, [first, second]


def open(filename):
    """The file for reading as text, in the encoding that it declares."""
    from contextlib import ExitStack
    with ExitStack() as closing:
        source = closing.enter_context(_builtin_open(filename, 'rb'))
        declared = detect_encoding(source.readline)[0]
        source.seek(0)
        lines = TextIOWrapper(source, declared, line_buffering=True)
        lines.mode = 'r'
        closing.pop_all()
    return lines


# ---- Tokens from sources --------------------------------------------------------------------------

def tokenize(readline):
    """The tokens of a source, of which readline gives the lines as bytes; the first token is the
    encoding."""
    encoding, consumed = detect_encoding(readline)
    lines = chain(consumed, iter(lambda: _next_line(readline), b''))
    if encoding == 'utf-8-sig':
        # The mark has been taken off already.
        encoding = 'utf-8'
    yield TokenInfo(ENCODING, encoding, (0, 0), (0, 0), '')
    yield from _generate_tokens_from_c_tokenizer(lines.__next__, encoding, extra_tokens=True)


def _next_line(readline):
    try:
        return readline()
    except StopIteration:
        return b''


def generate_tokens(readline):
    """The tokens of a source, of which readline gives the lines as text."""
    return _generate_tokens_from_c_tokenizer(readline, extra_tokens=True)


def _generate_tokens_from_c_tokenizer(source, encoding=None, extra_tokens=False):
    # Many only want to know the encoding.
    import _tokenize
    options = {} if encoding is None else {'encoding': encoding}
    try:
        for info in _tokenize.TokenizerIter(source, extra_tokens=extra_tokens, **options):
            yield TokenInfo._make(info)
    except SyntaxError as error:
        if type(error) is not SyntaxError:
            raise
        message = error.msg
        if 'unterminated triple-quoted string literal' in message:
            message = 'EOF in multi-line string'
        elif 'never closed' in message or 'unexpected EOF' in message:
            message = 'unexpected EOF in multi-line statement'
        raise TokenError(message, (error.lineno, error.offset)) from None


def main():
    """Shows the tokens of a file, or of the standard input; with -e, operators by their names."""
    arguments = sys.argv[1:]
    exact = '-e' in arguments or '--exact' in arguments
    names = [name for name in arguments if not name.startswith('-')]
    name = names[0] if names else '<stdin>'
    try:
        if names:
            with _builtin_open(name, 'rb') as file:
                found = list(tokenize(file.readline))
        else:
            found = generate_tokens(sys.stdin.readline)
        for info in found:
            kind = info.exact_type if exact else info.type
            place = '%d,%d-%d,%d:' % (info.start + info.end)
            print('%-20s%-15s%-15r' % (place, tok_name[kind], info.string))
    except IndentationError as error:
        line, column = error.args[1][1:3]
        _fail(f'{name}:{line}:{column}: error: {error.args[0]}')
    except TokenError as error:
        line, column = error.args[1]
        _fail(f'{name}:{line}:{column}: error: {error.args[0]}')
    except (SyntaxError, OSError) as error:
        _fail(f'{name}: error: {error}' if isinstance(error, SyntaxError) else f'error: {error}')
    except KeyboardInterrupt:
        print('interrupted\n')


def _fail(message):
    sys.stderr.write(message + '\n')
    sys.exit(1)


if __name__ == '__main__':
    main()
