# exit: 3
raise SystemExit(2**40 + 3)
