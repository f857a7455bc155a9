# queue: refusals, in time and out of time
import queue

def t(label, f):
    try: print(label, '->', f())
    except BaseException as e: print(label, '!!', type(e).__name__, e)

q = queue.Queue(1); q.put(1)
t('q', lambda: q.put(2, timeout=-1)); t('q2', lambda: q.put(2, timeout=0.01)); t('q3', lambda: q.put(2, False)); t('q4', lambda: q.get(timeout=-1)); t('q5', lambda: (q.get(), q.task_done(), q.task_done()))
t('q6', lambda: q.get(timeout=0.01)); q.shutdown(); t('q7', lambda: q.get()); t('q8', lambda: q.put(1))
