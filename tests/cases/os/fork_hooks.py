# Functions around a fork: the last one that was registered goes first before it, the others in order.
import os, sys

def say(text):
    return lambda: (print(text), sys.stdout.flush())

def fails():
    raise ValueError('in a hook')

os.register_at_fork(before=say('before 1'), after_in_parent=say('parent 1'), after_in_child=say('child 1'))
os.register_at_fork(before=say('before 2'), after_in_child=say('child 2'))
os.register_at_fork(after_in_parent=say('parent 2'))
for wrong in (lambda: os.register_at_fork(), lambda: os.register_at_fork(before=5),
              lambda: os.register_at_fork(say), lambda: os.register_at_fork(during=say)):
    try:
        wrong()
    except TypeError as error:
        print(error)
sys.stdout.flush()
reader, writer = os.pipe()
child = os.fork()
if child == 0:
    os.close(writer)
    # After the parent's lines.
    os.read(reader, 1)
    print('in the child', flush=True)
    os._exit(0)
os.close(writer)
os.waitpid(child, 0)
print('in the parent')

# expect: At least one argument is required.
# expect: 'before' must be callable, not int
# expect: register_at_fork() takes no positional arguments
# expect: register_at_fork() got an unexpected keyword argument 'during'
# expect: before 2
# expect: before 1
# expect: parent 1
# expect: parent 2
# expect: child 1
# expect: child 2
# expect: in the child
# expect: in the parent
