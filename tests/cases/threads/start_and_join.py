# Threads have names, numbers and states; joining waits for the end.
import threading

def work(n):
    seen.append((n, threading.current_thread().name, threading.get_ident() == threading.current_thread().ident))

seen = []
threads = [threading.Thread(target=work, args=(n,)) for n in range(3)]
print(threads[0], threads[0].is_alive(), threads[0].ident, threads[0].native_id, threads[0].daemon)
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(seen))
print([t.is_alive() for t in threads], threading.active_count())
print(threading.main_thread() is threading.current_thread(), threading.current_thread().name)
for thread in threading.Thread(name='x'), threading.Thread(target=len), threading.Thread(target=5, daemon=True):
    print(thread)

class Own(threading.Thread):
    def run(self):
        print('run of', self.name)

own = Own(name='mine')
own.start()
own.join(5)
