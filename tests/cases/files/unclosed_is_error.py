# options: -W error::ResourceWarning


open("/dev/null")
print("goes on")
