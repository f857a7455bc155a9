# run: -
