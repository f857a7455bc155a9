# run: -q -i
