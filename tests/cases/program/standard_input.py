# stdin: first
# stdin: second
print(input())  # expect: first
print(input("? "))  # expect: ? second
try:
    input()
except EOFError as error:
    print(error)  # expect: EOF when reading a line
