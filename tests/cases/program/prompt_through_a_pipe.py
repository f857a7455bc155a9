# run: -i -q
# A prompt that reads a pipe is the plain one: no commands, and a loop is there while it runs.
# expect: True
# expect: no running event loop
# expect: 2
# expect: 3
# expect: Use exit() or Ctrl-D (i.e. EOF) to exit
# exit: 3
