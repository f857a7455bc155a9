# run: -c import(sys);print(sys.argv)
# exit: 1
# expect error: SyntaxError: invalid syntax
