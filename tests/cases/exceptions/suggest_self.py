# "Did you mean": an attribute of self where a bare name stands.
class C:
    def __init__(self):
        self.blech = 1
    def f(self):
        return blech
C().f()
