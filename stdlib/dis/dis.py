# Listings of code: its instructions as objects, and as text.
#
# An instruction is one word: the opcode is its lowest byte, `arg` the rest, which holds all operands.
# `argrepr` spells them out: locals, names, constants and targets of jumps by what they are, temporaries
# as r7 (r7! where the value is moved out, t7 where it is put), runs of temporaries as r7.. with their
# number as n2.

import _opcode
import io
import sys
import types
from collections import namedtuple

from opcode import *
from opcode import (__all__ as _opcodes_all, _specializations, _specialized_opmap)

__all__ = ['code_info', 'dis', 'disassemble', 'distb', 'disco', 'findlinestarts', 'findlabels',
           'show_code', 'get_instructions', 'Instruction', 'Bytecode'] + _opcodes_all
del _opcodes_all

# Bytes in front of the next instruction.
_STEP = 8

_OPNAME_WIDTH = 20
_NO_LINENO = '  --'

_all_opname = list(opname)
for _name, _op in _specialized_opmap.items():
    _all_opname[_op] = _name
_all_opmap = opmap | _specialized_opmap
deoptmap = {special: base for base, family in _specializations.items() for special in family}
del _name, _op

COMPILER_FLAG_NAMES = {
    0x1: 'OPTIMIZED', 0x2: 'NEWLOCALS', 0x4: 'VARARGS', 0x8: 'VARKEYWORDS', 0x10: 'NESTED',
    0x20: 'GENERATOR', 0x40: 'NOFREE', 0x80: 'COROUTINE', 0x100: 'ITERABLE_COROUTINE',
    0x200: 'ASYNC_GENERATOR',
}


def pretty_flags(flags):
    """The names of a code's flags; what has no name as a number."""
    names = []
    for bit in range(flags.bit_length()):
        flag = flags & (1 << bit)
        if flag:
            names.append(COMPILER_FLAG_NAMES.get(flag) or hex(flag))
    return ', '.join(names) if names else hex(flags)


# ---- what code belongs to an object --------------------------------------------

def _compiled(source, filename):
    """The code of an expression or, if it is none, of statements."""
    try:
        return compile(source, filename, 'eval')
    except SyntaxError:
        pass
    return compile(source, filename, 'exec')


def _inner(x):
    """The code that an object runs, or the object itself if it runs none."""
    x = getattr(x, '__func__', x)
    for name in ('__code__', 'gi_code', 'ag_code', 'cr_code'):
        if hasattr(x, name):
            return getattr(x, name)
    return x


def _refuse(x):
    return TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def _get_code_object(x):
    x = _inner(x)
    if isinstance(x, str):
        x = _compiled(x, '<disassembly>')
    if hasattr(x, 'co_code'):
        return x
    raise _refuse(x)


# ---- instructions --------------------------------------------------------------

Positions = namedtuple('Positions', 'lineno end_lineno col_offset end_col_offset',
                       defaults=(None,) * 4)

_Instruction = namedtuple(
    '_Instruction', 'opname opcode arg argval argrepr offset start_offset starts_line line_number '
    'label positions cache_info', defaults=(None,) * 3)

_Instruction.opname.__doc__ = 'Name of the instruction.'
_Instruction.opcode.__doc__ = 'Number of the instruction.'
_Instruction.arg.__doc__ = 'All operands as they lie in the word; None if there are none.'
_Instruction.argval.__doc__ = 'What the most telling operand stands for.'
_Instruction.argrepr.__doc__ = 'The operands, readable.'
_Instruction.offset.__doc__ = 'Where in the code the instruction begins.'
_Instruction.start_offset.__doc__ = 'The same: nothing comes before an instruction.'
_Instruction.starts_line.__doc__ = 'Whether a line of the source begins with it.'
_Instruction.line_number.__doc__ = 'The line of the source, or None.'
_Instruction.label.__doc__ = 'Number of its label if something jumps there, else None.'
_Instruction.positions.__doc__ = 'The place in the source, as Positions.'
_Instruction.cache_info.__doc__ = 'None: caches do not lie in the code.'


class Instruction(_Instruction):
    """One instruction of some code."""

    @property
    def oparg(self):
        """Another name of arg."""
        return self.arg

    @property
    def baseopname(self):
        """The name of the instruction that this one is a quickened form of."""
        return deoptmap.get(self.opname, self.opname)

    @property
    def baseopcode(self):
        """The number of the instruction that this one is a quickened form of."""
        return _all_opmap[self.baseopname]

    @property
    def cache_offset(self):
        """Where caches would begin: at the next instruction."""
        return self.offset + _STEP

    @property
    def end_offset(self):
        """Where the next instruction begins."""
        return self.offset + _STEP

    @property
    def jump_target(self):
        """Where the instruction jumps to; None if it does not jump."""
        return self.argval if self.baseopcode in hasjump else None

    @property
    def is_jump_target(self):
        """Whether something jumps to the instruction."""
        return self.label is not None

    def __str__(self):
        output = io.StringIO()
        _Formatter(output).instruction(self, False)
        return output.getvalue()


_ExceptionTableEntry = namedtuple('_ExceptionTableEntry', 'start end target depth lasti')


def _exception_entries(code):
    """Where handlers are: the first entry that covers an instruction is its."""
    table = code.co_exceptiontable
    numbers = [int.from_bytes(table[at:at + 4], 'little') for at in range(0, len(table), 4)]
    for at in range(0, len(numbers), 4):
        start, end, target, depth = numbers[at:at + 4]
        yield _ExceptionTableEntry(start * _STEP, end * _STEP, target * _STEP, depth, False)


def _targets(rows):
    """Where decoded instructions jump to, each place once."""
    jumps = (value for _, _, operands in rows for _, kind, value in operands if kind == 'jump')
    return list(dict.fromkeys(jumps))


def _number_labels(rows, entries):
    places = set(_targets(rows))
    for entry in entries:
        places.update((entry.start, entry.end, entry.target))
    return {place: number for number, place in enumerate(sorted(places), 1)}


def _spell(operand, labels):
    text, kind, value = operand
    if kind == 'jump':
        return f'to L{labels[value]}'
    if kind == 'const':
        return repr(value)
    if kind in ('local', 'name'):
        return value
    if kind == 'call':
        count, names = value
        return f'n{count} {names!r}'
    return text


def _argval(arg, operands):
    values = {kind: value for _, kind, value in reversed(operands)}
    for kind in ('jump', 'const', 'name', 'call', 'local', 'number'):
        if kind in values:
            return values[kind][1] if kind == 'call' else values[kind]
    return arg


def _make(rows, labels, lines=(), positions=None, line_offset=0):
    """Instruction objects of what was decoded."""
    starts, line = dict(lines), None
    positions = positions and list(positions)[::_STEP // 2]
    for index, (op, arg, operands) in enumerate(rows):
        offset = index * _STEP
        starts_line = offset in starts
        if starts_line:
            line = starts[offset]
            if line is not None:
                line += line_offset
        yield Instruction(
            _all_opname[op], op, arg, _argval(arg, operands),
            ', '.join(_spell(operand, labels) for operand in operands),
            offset, offset, starts_line, line, labels.get(offset),
            positions and Positions(*positions[index]), None)


def _instructions_of(code, adaptive, line_offset=0):
    rows, entries = _opcode._decode(code, adaptive), list(_exception_entries(code))
    labels = _number_labels(rows, entries)
    made = _make(rows, labels, findlinestarts(code), code.co_positions(), line_offset)
    return made, labels, entries


def get_instructions(x, *, first_line=None, show_caches=None, adaptive=False):
    """An iterator over the instructions of a function, method, code, or source text.

    With first_line given lines count from there."""
    code = _get_code_object(x)
    line_offset = first_line - code.co_firstlineno if first_line is not None else 0
    return _instructions_of(code, adaptive, line_offset)[0]


def findlabels(code):
    """The places that instructions in the bytes jump to."""
    return _targets(_opcode._decode(code))


def findlinestarts(code):
    """Pairs of an offset and the line of the source that begins there, or None for no line."""
    last = False
    for start, _, line in code.co_lines():
        if line is not last:
            last = line
            yield start, line


# What modulefinder asks.

def _find_imports(co):
    """What the code imports: name, level, names that are taken from it."""
    before = []
    for instruction in get_instructions(co):
        if instruction.opname == 'IMPORT_NAME':
            level, names = before[-2:]
            yield instruction.argval, level, names
        before.append(instruction.argval)


def _find_store_names(co):
    """Names that the code binds in a module's or class's namespace."""
    for instruction in get_instructions(co):
        if instruction.opname in ('STORE_NAME', 'STORE_GLOBAL'):
            yield instruction.argval


# ---- text ----------------------------------------------------------------------

class _Formatter:
    """Writes the lines of a listing; how wide their columns are is known from the beginning."""

    def __init__(self, file=None, lines=(), last_offset=None, labels=None):
        self.file = file
        self.line_width = self.label_width = self.offset_width = 0
        numbers = [line for _, line in lines]
        known = [line for line in numbers if line is not None]
        if known:
            self.line_width = max(3, len(str(max(known))))
            if len(known) < len(numbers):
                self.line_width = max(self.line_width, len(_NO_LINENO))
        if labels is not None:
            self.label_width = 4 + len(str(len(labels)))
        if last_offset is not None:
            self.offset_width = max(4, len(str(last_offset)))

    def instruction(self, instruction, is_current):
        """Writes a line, and an empty one in front of it where the source goes on to another."""
        i = instruction
        fields = []
        if self.line_width:
            if i.starts_line and i.offset > 0:
                print(file=self.file)
            line = ''
            if i.starts_line:
                line = _NO_LINENO if i.line_number is None else str(i.line_number)
            fields.append(line.rjust(self.line_width))
        fields.append((f'L{i.label}:' if i.label is not None else '').rjust(self.label_width))
        if self.offset_width:
            fields.append(str(i.offset).rjust(self.offset_width) + '  ')
        fields.append('-->' if is_current else '   ')
        fields.append(i.opname.ljust(_OPNAME_WIDTH))
        fields.append(i.argrepr or ('' if i.arg is None else repr(i.arg).rjust(5)))
        print(' '.join(fields).rstrip(), file=self.file)

    def handlers(self, entries, labels):
        """Writes where handlers are."""
        if not entries:
            return
        print('ExceptionTable:', file=self.file)
        for start, end, target, depth, _ in entries:
            start, end, target = labels[start], labels[end], labels[target]
            print(f'  L{start} to L{end} -> L{target} [{depth}]', file=self.file)


def _list(code, lasti, file, adaptive, show_offsets, line_offset=0):
    lines = [(at, line if line is None else line + line_offset)
             for at, line in findlinestarts(code)]
    instructions, labels, entries = _instructions_of(code, adaptive, line_offset)
    instructions = list(instructions)
    last = instructions[-1].offset if show_offsets and instructions else None
    formatter = _Formatter(file, lines, last, labels)
    for instruction in instructions:
        formatter.instruction(instruction, instruction.offset == lasti)
    formatter.handlers(entries, labels)


def _list_bytes(code, file, show_offsets):
    rows = _opcode._decode(code)
    labels = _number_labels(rows, ())
    last = (len(rows) - 1) * _STEP if show_offsets and rows else None
    formatter = _Formatter(file, (), last, labels)
    for instruction in _make(rows, labels):
        formatter.instruction(instruction, False)


def _list_all(code, file, depth, adaptive, show_offsets):
    """Lists code and, so many levels deep, the code in it."""
    waiting = [(code, depth, False)]
    while waiting:
        code, depth, is_inner = waiting.pop()
        if is_inner:
            print(file=file)
            print(f'Disassembly of {code!r}:', file=file)
        _list(code, -1, file, adaptive, show_offsets)
        if depth is not None:
            if depth <= 0:
                continue
            depth -= 1
        inner = [x for x in code.co_consts if hasattr(x, 'co_code')]
        waiting += [(x, depth, True) for x in reversed(inner)]


_have_code = (types.MethodType, types.FunctionType, types.CodeType, classmethod, staticmethod, type)


def dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False, show_offsets=False):
    """Lists the instructions of a class, module, method, function, generator, code, source text or
    bytes of code; of the last traceback if there is no argument.

    Code within code is listed too, as deep as depth says."""
    if x is None:
        distb(file=file, adaptive=adaptive, show_offsets=show_offsets)
        return
    x = _inner(x)
    if hasattr(x, '__dict__'):
        for name, value in sorted(x.__dict__.items()):
            if isinstance(value, _have_code):
                print(f'Disassembly of {name}:', file=file)
                try:
                    dis(value, file=file, depth=depth, adaptive=adaptive,
                        show_offsets=show_offsets)
                except TypeError as error:
                    print('Sorry:', error, file=file)
                print(file=file)
    elif hasattr(x, 'co_code'):
        _list_all(x, file, depth, adaptive, show_offsets)
    elif isinstance(x, (bytes, bytearray)):
        _list_bytes(x, file, show_offsets)
    elif isinstance(x, str):
        _list_all(_compiled(x, '<dis>'), file, depth, adaptive, show_offsets)
    else:
        raise _refuse(x)


def disassemble(co, lasti=-1, *, file=None, show_caches=False, adaptive=False,
                show_offsets=False):
    """Lists the instructions of a code object, with an arrow at the one that begins at lasti."""
    _list(co, lasti, file, adaptive, show_offsets)


disco = disassemble


def distb(tb=None, *, file=None, show_caches=False, adaptive=False, show_offsets=False):
    """Lists the code in which a traceback ends, by default the last one, with an arrow at its place."""
    if tb is None:
        if hasattr(sys, 'last_exc'):
            tb = sys.last_exc.__traceback__
        elif hasattr(sys, 'last_traceback'):
            tb = sys.last_traceback
        else:
            raise RuntimeError('no last traceback to disassemble')
    while tb.tb_next is not None:
        tb = tb.tb_next
    disassemble(tb.tb_frame.f_code, tb.tb_lasti, file=file, adaptive=adaptive,
                show_offsets=show_offsets)


def code_info(x):
    """A text about a method, function, code or source text: numbers, flags and names."""
    code = _get_code_object(x)
    heads = [('Name', code.co_name), ('Filename', code.co_filename),
             ('Argument count', code.co_argcount),
             ('Positional-only arguments', code.co_posonlyargcount),
             ('Kw-only arguments', code.co_kwonlyargcount),
             ('Number of locals', code.co_nlocals), ('Stack size', code.co_stacksize),
             ('Flags', pretty_flags(code.co_flags))]
    lines = [f'{name + ":":18} {value}' for name, value in heads]
    lists = [('Constants', [repr(value) for value in code.co_consts]), ('Names', code.co_names),
             ('Variable names', code.co_varnames), ('Free variables', code.co_freevars),
             ('Cell variables', code.co_cellvars)]
    for name, values in lists:
        if values:
            lines.append(name + ':')
            lines += [f'{at:4}: {value}' for at, value in enumerate(values)]
    return '\n'.join(lines)


def show_code(co, *, file=None):
    """Prints what code_info says."""
    print(code_info(co), file=file)


class Bytecode:
    """The instructions of a function, method, code or source text; iterating gives them."""

    def __init__(self, x, *, first_line=None, current_offset=None, show_caches=False,
                 adaptive=False, show_offsets=False):
        self.codeobj = code = _get_code_object(x)
        self.first_line = code.co_firstlineno if first_line is None else first_line
        self._line_offset = self.first_line - code.co_firstlineno
        self._original_object = x
        self.current_offset = current_offset
        self.exception_entries = list(_exception_entries(code))
        self.show_caches = show_caches
        self.adaptive = adaptive
        self.show_offsets = show_offsets

    def __iter__(self):
        return _instructions_of(self.codeobj, self.adaptive, self._line_offset)[0]

    def __repr__(self):
        return f'{type(self).__name__}({self._original_object!r})'

    @classmethod
    def from_traceback(cls, tb, *, show_caches=False, adaptive=False):
        """The code in which a traceback ends, with its place as current_offset."""
        while tb.tb_next is not None:
            tb = tb.tb_next
        return cls(tb.tb_frame.f_code, current_offset=tb.tb_lasti, show_caches=show_caches,
                   adaptive=adaptive)

    def info(self):
        """What code_info says."""
        return code_info(self.codeobj)

    def dis(self):
        """The listing."""
        lasti = -1 if self.current_offset is None else self.current_offset
        output = io.StringIO()
        _list(self.codeobj, lasti, output, self.adaptive, self.show_offsets, self._line_offset)
        return output.getvalue()


# ---- the command ---------------------------------------------------------------

_USAGE = 'usage: dis.py [-h] [-C] [-O] [infile]'
_HELP = _USAGE + '''

positional arguments:
  infile

options:
  -h, --help          show this help message and exit
  -C, --show-caches   show inline caches
  -O, --show-offsets  show instruction offsets'''


def main():
    """Lists the code of a file, or of standard input."""
    options, files = set(), []
    for argument in sys.argv[1:]:
        if argument.startswith('--'):
            options.add(argument)
        elif argument.startswith('-') and argument != '-':
            options.update('-' + letter for letter in argument[1:])
        else:
            files.append(argument)
    if options & {'-h', '--help'}:
        print(_HELP)
        return
    unknown = sorted(options - {'-C', '--show-caches', '-O', '--show-offsets'}) + files[1:]
    if unknown:
        print(f"{_USAGE}\ndis.py: error: unrecognized arguments: {' '.join(unknown)}",
              file=sys.stderr)
        sys.exit(2)
    name = files[0] if files else '-'
    if name == '-':
        name, source = '<stdin>', sys.stdin.buffer.read()
    else:
        with open(name, 'rb') as file:
            source = file.read()
    dis(compile(source, name, 'exec'), show_offsets=bool(options & {'-O', '--show-offsets'}))


if __name__ == '__main__':
    main()
