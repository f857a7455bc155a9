from _circular_two import second

first = 1
