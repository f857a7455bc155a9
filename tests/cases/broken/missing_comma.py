colours = ["red", "green" "blue", 
           yellow orange]
