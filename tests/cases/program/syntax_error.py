# exit: 1
# expect stderr:   File "syntax_error.py", line 7
# expect stderr:     print("never" if)
# expect stderr:                     ^
# expect stderr: SyntaxError: invalid syntax
print("not even this")
print("never" if)
