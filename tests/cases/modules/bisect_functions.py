# bisect: results and complaints.

import bisect


def show(case):
    try:
        print(case, '->', repr(eval(case)))
    except Exception as error:
        print(case, '!!', type(error).__name__, error)


for case in r"""
bisect.bisect([1,2,2,3],2), bisect.bisect_left([1,2,2,3],2), bisect.bisect_right([1,2,2,3],2)
bisect.bisect([1,2,3],2,1), bisect.bisect([1,2,3],2,0,1)
bisect.bisect([1,2,3],2,-1)
bisect.bisect([1,2,3],2,0,10)
bisect.bisect([1,2,3],2,hi=None)
bisect.bisect([1,2,3],2,0,-1)
bisect.bisect([1,2,3],2,0,-5)
bisect.bisect([{'a':1},{'a':3}],2,key=lambda d:d['a'])
bisect.bisect_left('abc','b')
bisect.bisect([1,2],'a')
bisect.bisect(5,1)
bisect.bisect([1])
bisect.bisect([],1)
bisect.bisect(range(10**18),5*10**17)
bisect.bisect([1,2],1,'a')
bisect.bisect(a=[1,2],x=1,lo=0,hi=2,key=None)
bisect.insort([1,2],'a')
bisect.insort((1,2),1)
bisect.bisect.__name__, bisect.insort.__name__, bisect.bisect is bisect.bisect_right
bisect.bisect([1,2,3],2,10**30)
bisect.bisect_left([3,1],5,2,1)
""".strip().splitlines():
    show(case)
