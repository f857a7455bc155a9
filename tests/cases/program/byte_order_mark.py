# run: -
# expect: 1
