# run: -
# expect: 1
# expect: 2
# expect: 3
