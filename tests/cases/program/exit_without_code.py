print("done")  # expect: done
raise SystemExit
