# A thread that never waits lets others run; sys.setswitchinterval says how often.
import sys
import threading

print(sys.getswitchinterval())
for bad in 0, -1:
    try:
        sys.setswitchinterval(bad)
    except ValueError as error:
        print(error)
sys.setswitchinterval(0.001)
print(round(sys.getswitchinterval(), 6))
stop = False

def spin():
    global turns
    while not stop:
        turns += 1

turns = 0
thread = threading.Thread(target=spin)
thread.start()
while turns < 100:
    pass
stop = True
thread.join()
print('stopped')
