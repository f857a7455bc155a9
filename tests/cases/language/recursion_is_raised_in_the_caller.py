# The call that goes too deep is not in the traceback: the function has not begun.
def f(n):
    x = n
    return f(n + 1)


try:
    f(0)
except RecursionError as error:
    entry, lines = error.__traceback__, set()
    while entry:
        lines.add(entry.tb_lineno)
        entry = entry.tb_next
    print(sorted(lines))
