# run: --dump tokens _checked/inner/c.py
# differs: CPython has no such option
