# run: <FOLDER>
# exit: 1
