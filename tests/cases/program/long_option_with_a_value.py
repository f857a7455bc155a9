# run: --version=3
# exit: 2
# expect stderr: unknown option --version=3
# expect stderr: usage: taipan [option] ... [-c cmd | -m mod | file | -] [arg] ...
# expect stderr: Try `taipan -h' for more information.
# differs: the usage names the program
