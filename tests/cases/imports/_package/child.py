from . import inside
from ._other import value
