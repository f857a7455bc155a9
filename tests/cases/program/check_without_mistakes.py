# run: --check _checked/inner/b.py
# exit: 0
# differs: CPython has no such option
