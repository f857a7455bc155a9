# exit: 1
if True:
        print("spaces")
	print("a tab")
