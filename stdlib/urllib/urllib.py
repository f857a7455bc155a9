# What a program's own library has beneath this name is found, too.

from pkgutil import extend_path

__path__ = extend_path(__path__, __name__)
