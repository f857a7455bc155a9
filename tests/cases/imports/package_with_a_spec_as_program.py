# run: -m _package
# expect: __main__ _package _package.__main__ _package _package.__main__
# expect: True True True
