# threading.local: each thread has its own attributes, and __init__ runs in each.
import threading

def attempt(function, *args):
    try:
        print('=', function(*args))
    except BaseException as error:
        print(type(error).__name__, '|', error)

def in_thread(function):
    thread = threading.Thread(target=function)
    thread.start()
    thread.join()

class Own(threading.local):
    kind = 'class attribute'

    def __init__(self, start):
        print('init', start)
        self.value = start

    def double(self):
        self.value *= 2
        return self.value

own = Own(5)
print(own.double(), own.__dict__, own.kind)

def other():
    print(own.value, own.double(), own.__dict__)
    own.extra = 1

in_thread(other)
print(own.value, hasattr(own, 'extra'))
attempt(lambda: own.missing)
attempt(setattr, own, '__dict__', {})
attempt(delattr, own, 'missing')
attempt(delattr, own, '__dict__')
attempt(threading.local, 1)
plain = threading.local()
attempt(lambda: plain.missing)
attempt(delattr, plain, 'missing')
plain.x = 1
in_thread(lambda: attempt(lambda: plain.x))
del plain.x
print(plain.__dict__)

class Noted:
    def __del__(self):
        print('gone with its thread')

def hold():
    plain.noted = Noted()

in_thread(hold)
print('after')

class Fails(threading.local):
    def __init__(self, where=threading.get_ident()):
        if threading.get_ident() != where:
            raise ValueError('not here')

fails = Fails()
in_thread(lambda: (attempt(lambda: fails.x), attempt(lambda: fails.y)))
