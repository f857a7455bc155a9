# dis, opcode, _opcode: what holds whatever the instructions are.
import _opcode
import contextlib
import dis
import io
import opcode
import sys
import types


def attempt(f, *args, **keywords):
    try:
        result = f(*args, **keywords)
        print(type(result).__name__ if isinstance(result, types.GeneratorType) else result)
    except Exception as error:
        print(type(error).__name__, error)


def listed(*args, **keywords):
    out = io.StringIO()
    dis.dis(*args, file=out, **keywords)
    return out.getvalue()


def f(x, *, y=2):
    for item in x:
        item.name = y
    return len(x) / 0


print(sorted(set(dis.__all__) - set(opcode.__all__)))  # expect: ['Bytecode', 'Instruction', 'code_info', 'dis', 'disassemble', 'disco', 'distb', 'findlabels', 'findlinestarts', 'get_instructions', 'show_code']
print(all(hasattr(dis, name) for name in dis.__all__), opcode.cmp_op)  # expect: True ('<', '<=', '==', '!=', '>', '>=')
print(dis.COMPILER_FLAG_NAMES[128], dis.pretty_flags(0), dis.pretty_flags(3 | 1 << 30))  # expect: COROUTINE 0x0 OPTIMIZED, NEWLOCALS, 0x40000000

# The tables agree with each other and with the functions of _opcode.
print(all(opcode.opname[op] == name for name, op in opcode.opmap.items()))  # expect: True
for kind in ('arg', 'const', 'name', 'jump', 'free', 'local', 'exc'):
    ops, test = getattr(opcode, 'has' + kind), getattr(_opcode, 'has_' + kind)
    good = all(test(op) is (op in ops) for op in opcode.opmap.values())
    print(kind, good, test(-1), test(5000))
# expect: arg True False False
# expect: const True False False
# expect: name True False False
# expect: jump True False False
# expect: free True False False
# expect: local True False False
# expect: exc True False False
print(_opcode.is_valid(opcode.opmap['LOAD_CONST']), _opcode.is_valid(-1), _opcode.is_valid(999))  # expect: True False False
print({'LOAD_CONST', 'LOAD_GLOBAL', 'STORE_NAME', 'DELETE_GLOBAL', 'FOR_ITER'} <= opcode.opmap.keys())  # expect: True
op = opcode.opmap['LOAD_CONST']
print(op in opcode.hasconst, op in opcode.hasname, _opcode.has_arg(op))  # expect: True False True
attempt(_opcode.is_valid, 'a')  # expect: TypeError 'str' object cannot be interpreted as an integer
attempt(_opcode.is_valid)  # expect: TypeError is_valid() missing required argument 'opcode' (pos 1)
print(dis.stack_effect(opcode.opmap['LOAD_CONST'], 0))  # expect: 1
attempt(dis.stack_effect, 3000)  # expect: ValueError invalid opcode or oparg
attempt(dis.stack_effect, -1)  # expect: ValueError invalid opcode or oparg
attempt(dis.stack_effect, op, 0, jump=5)  # expect: ValueError stack_effect: jump must be False, True or None
attempt(dis.stack_effect, op, 'a')  # expect: TypeError 'str' object cannot be interpreted as an integer
attempt(_opcode.get_executor, f.__code__, 0)  # expect: RuntimeError Executors are not available in this build
attempt(_opcode.get_executor, 1, 0)  # expect: TypeError expected a code object, not 'int'
print(_opcode.get_specialization_stats())  # expect: None

# Instructions.
code = f.__code__
instructions = list(dis.get_instructions(f))
print(all(type(i) is dis.Instruction for i in instructions))  # expect: True
print([i.offset for i in instructions] == sorted({i.offset for i in instructions}))  # expect: True
print(instructions[-1].end_offset == len(code.co_code))  # expect: True
print([i.argval for i in instructions if i.opname == 'STORE_ATTR'])  # expect: ['name']
print([i.argval for i in instructions if i.opname == 'LOAD_GLOBAL'])  # expect: ['len']
loop = next(i for i in instructions if i.opname == 'FOR_ITER')
print(loop.is_jump_target, loop.jump_target in dis.findlabels(code.co_code), loop.label)  # expect: True True 1
print(instructions[0].is_jump_target, loop.oparg == loop.arg, loop.baseopname)  # expect: False True FOR_ITER
targets = {i.offset for i in instructions if i.is_jump_target}
print(targets == set(dis.findlabels(code.co_code)))  # expect: True
line = code.co_firstlineno
print({i.line_number - line for i in instructions} >= {1, 2, 3})  # expect: True
print({i.line_number for i in dis.get_instructions(f, first_line=100)} >= {101, 102, 103})  # expect: True
starts = {i.offset: i.line_number for i in instructions if i.starts_line}
# Lines without an instruction stand behind all others.
inside = {at: line for at, line in dis.findlinestarts(code) if at < len(code.co_code)}
print(starts == inside)  # expect: True
half = instructions[-1].offset // 2
print(tuple(instructions[-1].positions) == list(code.co_positions())[half])  # expect: True
print(dis.Positions(1), dis.Instruction._fields[-3:])  # expect: Positions(lineno=1, end_lineno=None, col_offset=None, end_col_offset=None) ('label', 'positions', 'cache_info')

# A listing ends in the same way for all kinds of objects.
method, generator = types.MethodType(f, 1), (i for i in [])
print(listed(f) == listed(code) == listed(method) == dis.Bytecode(f).dis())  # expect: True
print(listed(generator) == listed(generator.gi_code), listed('1 + x') == listed(compile('1 + x', '', 'eval')))  # expect: True True
print(listed(b''), end='')
nested = listed('def g():\n  return lambda: 0')
print(nested.count('Disassembly of <code object'), listed('def g():\n  return lambda: 0', depth=1).count('Disassembly'))  # expect: 2 1


class Some:
    def one(self): pass
    two = classmethod(lambda cls: 1)
    three = property(one)
    four = 5


print([text.split('\n')[0] for text in listed(Some).split('Disassembly of ')[1:]])  # expect: ['one:', 'two:']
attempt(dis.dis, 3)  # expect: TypeError don't know how to disassemble int objects
attempt(dis.get_instructions, len)  # expect: TypeError don't know how to disassemble builtin_function_or_method objects
attempt(dis.Bytecode, b'')  # expect: TypeError don't know how to disassemble bytes objects
attempt(dis.disassemble, f)  # expect: AttributeError 'function' object has no attribute 'co_lines'
attempt(dis.code_info, None)  # expect: TypeError don't know how to disassemble NoneType objects
attempt(dis.distb)  # expect: RuntimeError no last traceback to disassemble
try:
    dis.dis('1 +')
except SyntaxError as error:
    print(error, error.__context__)  # expect: invalid syntax (<dis>, line 1) None

# Tracebacks: the arrow is where it was raised.
try:
    f([])
except ZeroDivisionError as error:
    traceback = error.__traceback__
where = dis.Bytecode.from_traceback(traceback)
print(where.codeobj is code, where.current_offset == traceback.tb_next.tb_lasti)  # expect: True True
arrows = [text for text in where.dis().splitlines() if '-->' in text]
print(len(arrows), arrows[0].split('-->')[1].split()[0] in ('BINARY_OP', 'TRUE_DIV'))  # expect: 1 True
sys.last_exc = traceback and ZeroDivisionError().with_traceback(traceback)
out = io.StringIO()
dis.distb(file=out)
print(out.getvalue() == where.dis())  # expect: True

# About code as a whole.
info = dis.code_info(f).splitlines()
print(*[text for text in info if not text.startswith(('Stack', 'Filename'))][:6], sep='\n')
# expect: Name:              f
# expect: Argument count:    1
# expect: Positional-only arguments: 0
# expect: Kw-only arguments: 1
# expect: Number of locals:  3
# expect: Flags:             OPTIMIZED, NEWLOCALS
print(info[info.index('Variable names:'):])  # expect: ['Variable names:', '   0: x', '   1: y', '   2: item']
with contextlib.redirect_stdout(io.StringIO()) as out:
    dis.show_code(f)
print(out.getvalue() == dis.code_info(f) + '\n' == dis.Bytecode(f).info() + '\n')  # expect: True
print(repr(dis.Bytecode('x')))  # expect: Bytecode('x')

# What modulefinder asks.
source = 'import a.b, c\nfrom d import e, f as g\nfrom .. import h\nx = 1\n'
module = compile(source, '', 'exec')
print(list(dis._find_imports(module)))  # expect: [('a.b', 0, None), ('c', 0, None), ('d', 0, ('e', 'f')), ('', 2, ('h',))]
print(list(dis._find_store_names(module)))  # expect: ['a', 'c', 'e', 'g', 'h', 'x']
