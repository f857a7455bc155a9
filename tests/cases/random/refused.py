import random

for call in (
    lambda: random.randint(5, 1),
    lambda: random.choice([]),
    lambda: random.sample([1], 2),
    lambda: random.seed([]),
    lambda: random.randrange(0),
    lambda: random.getrandbits(-1),
):
    try:
        print(call())
    except (ValueError, TypeError, IndexError) as error:
        print(type(error).__name__, error)
