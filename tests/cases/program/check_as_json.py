# run: --check --json _checked/inner/c.py
# exit: 1
# differs: CPython has no such option
