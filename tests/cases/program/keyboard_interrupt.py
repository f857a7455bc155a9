# exit: -2
# expect error: KeyboardInterrupt
raise KeyboardInterrupt
