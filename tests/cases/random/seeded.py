import random

random.seed(1)
print(random.random(), random.randint(1, 100), random.uniform(1, 2), random.choice("abc"))
print(random.getrandbits(30), random.getrandbits(70), random.randrange(5, 50, 3))
items = list(range(10))
random.shuffle(items)
print(items, random.sample(range(1000), 5), random.sample(range(10), 7))
print(random.choices([1, 2, 3], k=4), random.choices("ab", [1, 5], k=4), random.randbytes(5))
for seed in ("hello", b"bytes", 3.5, -7, 10**50, True, 0):
    random.seed(seed)
    print(seed, random.random(), random.getrandbits(5))
own = random.Random(42)
print(own.random(), own.randint(0, 9))
state = own.getstate()
before = own.random()
own.setstate(state)
print(before == own.random(), len(state[1]), state[0], state[2])
