from _neighbour import greeting

print(greeting)  # expect: hello from next door
