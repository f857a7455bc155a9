# run: --check _checked/inner/b.py
# exit: 0
# expect stderr:
# differs: CPython has no such option
