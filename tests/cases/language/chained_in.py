# The middle of a chain of comparisons is a value of its own.
from _outcome import outcome

outcome("""\
r = 1 in [1] in [[1]], 1 in {1} in [{1}], 1 not in [2] in [[2]]
""")
