# run: -z
# exit: 2
