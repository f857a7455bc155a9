# differs: other instructions
# normalise: addr
# dis: listings of the register machine's instructions.
import dis


def total(items, *, start=0):
    for item in items:
        start += item.size
    return start


def guarded(f):
    try:
        return f(1, key='a')
    except ValueError as error:
        print(error)


dis.dis(total)
dis.dis(total, show_offsets=True)
dis.dis(total.__code__.co_code)
for _ in range(50):
    total([])
dis.dis(total, adaptive=True)
dis.dis(guarded)
try:
    total([1])
except AttributeError as error:
    dis.distb(error.__traceback__)
    print(dis.Bytecode.from_traceback(error.__traceback__).dis().count('-->'))
dis.dis('x: int = y[0]\nclass C:\n  def m(self): return super().m', depth=2)
print(dis.code_info('def f(a): return [a, 1]'))
for instruction in list(dis.get_instructions(total))[:3]:
    print(instruction.opname, instruction.argval, instruction.argrepr, tuple(instruction.positions))
print(str(instruction), end='')

# Bytes that are no code: unknown opcodes, and words that end too early.
dis.dis(b'\xfe\x01\x02')
dis.dis(bytearray(b'\x01'), show_offsets=True)
print(dis.findlabels(bytes(range(256)) * 3))

# The effect on the temporaries of each instruction.
print([(i.opname, dis.stack_effect(i.opcode, i.arg)) for i in dis.get_instructions(total)])
jump = dis.opmap['JUMP_IF_KEEP']
print(dis.stack_effect(jump, jump=True), dis.stack_effect(jump, jump=False), dis.stack_effect(jump))
try:
    dis.stack_effect(dis.opmap['ADD'], -1)
except ValueError as error:
    print(error)

# Which instructions there are.
print(dis.HAVE_ARGUMENT, dis.EXTENDED_ARG in dis.opmap.values(), dis.opname[255], dis.opname[0])
print([dis.opname[op] for op in dis.hasfree])
print([dis.opname[op] for op in dis.hascompare])
print([dis.opname[op] for op in dis.hasconst], dis.hasexc, dis.hasjabs)
