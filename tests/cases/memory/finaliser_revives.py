kept = []


class Phoenix:
    def __del__(self):
        print("finalised")
        kept.append(self)


phoenix = Phoenix()
del phoenix
# expect: finalised
print(len(kept))  # expect: 1
kept.clear()
print("only once")  # expect: only once
