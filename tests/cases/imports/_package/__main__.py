print(__name__, __package__, __spec__.name, __spec__.parent, __loader__.name)
print(__spec__.origin == __file__, __spec__.has_location, __cached__ == __spec__.cached)
