# run: -
# exit: 1
