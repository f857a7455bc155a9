# Lines without carets: the whole line, a plain call that is returned or assigned.
class C:
    def method(self):
        raise ValueError(
            'a',
            'b',
            'c',
            'd',
        )
def returns():
    return check(C())
def check(c):
    x = c.method()
def keyword(): y = lambda: returns(); y()
if True: keyword()
