greeting = "hello from next door"
