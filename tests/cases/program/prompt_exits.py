# run: -q -i
# exit: 7
