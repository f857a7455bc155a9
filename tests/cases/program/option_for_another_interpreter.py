# run: -J
# exit: 2
# expect stderr: -J is reserved for Jython
# expect stderr: usage: taipan [option] ... [-c cmd | -m mod | file | -] [arg] ...
# expect stderr: Try `taipan -h' for more information.
# differs: the usage names the program
