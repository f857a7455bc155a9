# exit: 1
name = "world"
print "hello", name
