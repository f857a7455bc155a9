inside = __path__[0].endswith('_package'), __package__, __spec__.parent
