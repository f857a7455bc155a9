# Functions around a fork: the last one that was registered goes first before it, the others in order.
import os

said = []

def say(text):
    return lambda: said.append(text)

os.register_at_fork(before=say('before 1'), after_in_parent=say('parent 1'), after_in_child=say('child 1'))
os.register_at_fork(before=say('before 2'), after_in_child=say('child 2'))
os.register_at_fork(after_in_parent=say('parent 2'))
for wrong in (lambda: os.register_at_fork(), lambda: os.register_at_fork(before=5),
              lambda: os.register_at_fork(say), lambda: os.register_at_fork(during=say)):
    try:
        wrong()
    except TypeError as error:
        print(error)
reader, writer = os.pipe()
child = os.fork()
if child == 0:
    os.write(writer, repr(said).encode())
    os._exit(0)
os.waitpid(child, 0)
print(said)
print(os.read(reader, 999))

# expect: At least one argument is required.
# expect: 'before' must be callable, not int
# expect: register_at_fork() takes no positional arguments
# expect: register_at_fork() got an unexpected keyword argument 'during'
# expect: ['before 2', 'before 1', 'parent 1', 'parent 2']
# expect: b"['before 2', 'before 1', 'child 1', 'child 2']"
