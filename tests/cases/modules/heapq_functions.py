# heapq: results and complaints.

import heapq


def show(case):
    try:
        print(case, '->', repr(eval(case)))
    except Exception as error:
        print(case, '!!', type(error).__name__, error)


for case in r"""
heapq.__all__
heapq.heappush({},1)
heapq.heappop([])
heapq.heappop(())
heapq.heapify(1)
heapq.heapreplace([],1)
heapq.heappushpop([],1)
heapq.heappush([])
heapq.nlargest(3,[5,1,4,2,3])
heapq.nsmallest(3,[5,1,4,2,3])
heapq.nsmallest(0,[5,1])
heapq.nsmallest(-1,[5,1])
heapq.nlargest(1,[])
heapq.nlargest(1,[3,9,2])
heapq.nlargest(10,[3,9,2])
heapq.nlargest(2,['aa','b','ccc'],key=len)
heapq.nsmallest(2,iter(['aa','b','ccc','d']),key=len)
heapq.nsmallest(1,['aa','b','c'],key=len)
heapq.nlargest(1,['aa','bb','c'],len)
heapq.nsmallest('a',[1])
heapq.nlargest(1.5,[1,2,3])
heapq.nlargest(2,5)
heapq.nsmallest(2,[3,'a',1])
list(heapq.merge([1,4],[2,3],[0,9]))
list(heapq.merge([4,1],[3,2],reverse=True))
list(heapq.merge(['a','ccc'],['bb'],key=len))
list(heapq.merge(['ccc','a'],['bb'],key=len,reverse=True))
list(heapq.merge())
list(heapq.merge([1]))
list(heapq.merge(1))
list(heapq.merge([1],['a']))
heapq.merge([1],foo=1)
heapq._heapify_max([1,2,3])
heapq._heappop_max([3,2,1])
heapq._heapreplace_max([3,2,1],0)
""".strip().splitlines():
    show(case)
