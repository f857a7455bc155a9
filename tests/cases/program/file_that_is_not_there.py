# run: _absent.py
# exit: 2
