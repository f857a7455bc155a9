# Equal entries are counted, not repeated.
def down(n):
    if n == 0:
        raise ValueError('bottom')
    down(n - 1)
def forever():
    forever()
try:
    forever()
except RecursionError as e:
    print(e)
try:
    down(4)
except ValueError:
    down(5)
