# options: --trace ops
# differs: CPython has no such option
x = 1
