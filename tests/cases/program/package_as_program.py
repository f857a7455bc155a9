# run: -m _package a -b
# expect: package _package
# expect: __main__ _package ['a', '-b'] True
