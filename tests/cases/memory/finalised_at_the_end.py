class Thing:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("finalised", self.name, len([1]))


kept = Thing("kept")
cycle = Thing("cycle")
cycle.me = cycle
print("last line")  # expect: last line
# expect: finalised kept 1
# expect: finalised cycle 1
