# Sets that may come to mean something else, and numbers given by position.
# options: -W error
import re

for code in ["re.compile('[[a]')", "re.compile('[+--b]')", "re.compile('[a&&b]')", "re.compile('[a||b]')",
             "re.compile('[a~~b]')", "re.compile('[--b]')", "re.compile('[!--]')", "re.compile('[]&&b]')",
             "re.compile('[a-]')", "re.compile('[&a&]')", "re.compile(b'x[^[]')",
             "re.sub('a', 'b', 'aa', 1)", "re.subn('a', 'b', 'aa', 1, re.I)", "re.split('a', 'bab', 1)",
             "re.sub('a', 'b', 'aa', count=1)", "re.split('a', 'bab', maxsplit=1, flags=re.I)"]:
    try:
        print(code, eval(code))
    except Warning as warning:
        print(code, type(warning).__name__, warning)
