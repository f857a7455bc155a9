# run: -m _package.part x
# expect: package _package
# expect: __main__ _package True ['x']
