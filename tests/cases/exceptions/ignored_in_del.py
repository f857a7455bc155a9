# An exception in a finaliser is printed and forgotten.
class C:
    def __del__(self):
        x = 1 / 0
class Named(Exception): pass
class D:
    def __del__(self):
        try:
            [][1]
        except IndexError:
            raise Named('again')
c = C()
del c
D()
print('still running')
