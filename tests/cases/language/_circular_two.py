from _circular_one import first

second = 2
