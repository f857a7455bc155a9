# options: -BsSqE -u -b -W ignore -X dev -O
assert False
print(__debug__)  # expect: False
