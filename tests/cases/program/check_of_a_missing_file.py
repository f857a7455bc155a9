# run: --check _checked/nowhere.py
# exit: 2
# expect stderr: taipan: can't open file '_checked/nowhere.py': [Errno 2] No such file or directory
# differs: CPython has no such option
