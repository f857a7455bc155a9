# Nesting of patterns has no limit but memory.
# differs: CPython's parser recurses
import re

print(re.match('(?:' * 300 + 'a' + ')*' * 300, 'aa').span())
# expect: (0, 2)
for front, back in [('(', ')'), ('(?=', ')'), ('(?>', ')?+'), ('(?i:', '|b)')]:
    pattern = re.compile(front * 20000 + 'a' + back * 20000)
    print(pattern.match('aa').span())
# expect: (0, 1)
# expect: (0, 0)
# expect: (0, 1)
# expect: (0, 1)
print(re.compile('(a)' * 20000).groups)
# expect: 20000
