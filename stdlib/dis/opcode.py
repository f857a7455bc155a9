# The machine's instructions: their numbers, names and kinds.

import _opcode
from _opcode import stack_effect

__all__ = ['cmp_op', 'stack_effect', 'hascompare', 'opname', 'opmap', 'HAVE_ARGUMENT',
           'EXTENDED_ARG', 'hasarg', 'hasconst', 'hasname', 'hasjump', 'hasjrel', 'hasjabs',
           'hasfree', 'haslocal', 'hasexc']

_rows = list(enumerate(_opcode._table()))

# The compiler's instructions; quickened ones have a table of their own.
opmap = {name: op for op, (name, generic) in _rows if op == generic}
_specialized_opmap = {name: op for op, (name, generic) in _rows if op != generic}
_specializations = {}
for _, (name, generic) in _rows:
    if name in _specialized_opmap:
        _specializations.setdefault(_rows[generic][1][0], []).append(name)

opname = [f'<{op}>' for op in range(256)]
for name, op in opmap.items():
    opname[op] = name

cmp_op = ('<', '<=', '==', '!=', '>', '>=')


def _choose(test):
    return [op for op in opmap.values() if test(op)]


hasarg = _choose(_opcode.has_arg)
hasconst = _choose(_opcode.has_const)
hasname = _choose(_opcode.has_name)
hasjump = _choose(_opcode.has_jump)
hasjrel = hasjump
hasjabs = []
hasfree = _choose(_opcode.has_free)
haslocal = _choose(_opcode.has_local)
hasexc = _choose(_opcode.has_exc)
hascompare = _choose(lambda op: opname[op].removeprefix('JUMP_').removesuffix('_IMM')
                     in ('LT', 'LE', 'EQ', 'NE', 'GT', 'GE'))

# Instructions from here on have operands, those before it none.
HAVE_ARGUMENT = min(hasarg)
# No instruction has this number: operands always fit into the word.
EXTENDED_ARG = 255
# Nor has any one a number from here on: nothing is instrumented.
MIN_INSTRUMENTED_OPCODE = 256

_nb_ops = _opcode.get_nb_ops()
_intrinsic_1_descs = _opcode.get_intrinsic1_descs()
_intrinsic_2_descs = _opcode.get_intrinsic2_descs()

# Caches do not lie in the code.
_cache_format = {}
_inline_cache_entries = {}

del name, op, generic, _, _rows
