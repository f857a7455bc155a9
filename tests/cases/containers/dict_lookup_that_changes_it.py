# Keys whose comparison changes the dict that they are looked up in.


class Key:
    """Compares by `act`, and counts how often."""

    def __init__(self, act=None):
        self.act, self.count = act, 0

    def __hash__(self):
        return 1

    def __eq__(self, other):
        self.count += 1
        return self.act() if self.act else False


def grow():
    table[object()] = 1
    return False


def drop_another():
    table.pop('another', None)
    return True


def drop_it():
    table.pop(first, None)
    return True


for act in (grow, drop_another, drop_it):
    first = Key()
    table = {first: 'first', 'another': 2}
    for number in range(3):
        table[Key()] = number
    seeker = Key(act)
    try:
        print(act.__name__, seeker in table, table.get(seeker, 'none') != 'none', seeker.count < 20)
    except RecursionError:
        print('recursion')


# A key that deletes another one and is the one: asked once.
class Cascade:
    def __init__(self, value):
        self.value = value

    def __hash__(self):
        return hash(self.value)

    def __eq__(self, other):
        global asked
        asked += 1
        if keys:
            all_of_them.pop(keys.pop(), None)
        return self.value == other.value


asked, keys = 0, []
all_of_them = {Cascade(number): number for number in range(4)}
keys = list(all_of_them)
asked = 0
del all_of_them[Cascade(0)]
print(asked, len(all_of_them))
