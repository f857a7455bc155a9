# A module of the library works whatever a program puts in the place of its native part.
import sys

for name, native in (('heapq', '_heapq'), ('bisect', '_bisect'), ('json', '_json'), ('functools', '_functools'),
                     ('operator', '_operator'), ('collections', '_collections')):
    sys.modules.pop(name, None)
    sys.modules[native] = None
    __import__(name)
    print(name, sys.modules[native])
    try:
        __import__(native)
    except ImportError as error:
        print(error)
import heapq, json, operator
heap = [3, 1, 2]
heapq.heapify(heap)
print(heap, json.loads('[1]'), operator.add(1, 2))

# expect: heapq None
# expect: import of _heapq halted; None in sys.modules
# expect: bisect None
# expect: import of _bisect halted; None in sys.modules
# expect: json None
# expect: import of _json halted; None in sys.modules
# expect: functools None
# expect: import of _functools halted; None in sys.modules
# expect: operator None
# expect: import of _operator halted; None in sys.modules
# expect: collections None
# expect: import of _collections halted; None in sys.modules
# expect: [1, 3, 2] [1] 3
