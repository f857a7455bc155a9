# Keys whose __eq__ changes the dict, or whose __hash__ or __eq__ raises.
class Key:
    def __init__(self, action):
        self.action = action

    def __hash__(self):
        return 1

    def __eq__(self, other):
        return self.action()

d = {}
d[Key(lambda: d.clear() or False)] = "first"
d[Key(lambda: False)] = "second"
print(len(d))
d = {Key(lambda: 1 / 0): 1}
try:
    d[Key(lambda: True)]
except ZeroDivisionError as error:
    print(error, len(d))

class Bad:
    def __hash__(self):
        raise ValueError("no hash today")

for action in (lambda: {Bad(): 1}, lambda: Bad() in {}, lambda: {Bad()}, lambda: {}.get(Bad()), lambda: hash(Bad())):
    try:
        action()
    except ValueError as error:
        print(error)
