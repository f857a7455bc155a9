# run: --check _checked
# exit: 1
# differs: CPython has no such option
