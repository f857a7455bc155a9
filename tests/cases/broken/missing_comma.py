# exit: 1
colours = ["red", "green" "blue", 
           yellow orange]
