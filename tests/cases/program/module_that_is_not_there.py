# run: -m _absent
# exit: 1
