# exit: 1
# expect stderr: 2.5
raise SystemExit(2.5)
