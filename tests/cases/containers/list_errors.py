# The messages of list's errors.
def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(type(error).__name__, error)

attempt([].pop)
attempt([1].pop, 5)
attempt([].index, 1)
attempt([1].index, 1, 1)
attempt([].remove, 1)
attempt(lambda: [1]["a"])
attempt(lambda: [1][2**70])
attempt(lambda: [1][1])
attempt(lambda: [1] + (2,))
attempt(lambda: [1] * "a")
attempt(lambda: 1.5 * [1])
attempt(lambda: [1] * 2**70)
attempt(lambda: [1] < 1)
attempt(list, 1)
attempt(list, 1, 2)
attempt(hash, [])
