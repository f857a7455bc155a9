import a
import a.b.c as d, e
from a import b
from a.b import (c as d, e,)
from . import a
from .... import b
from ...a.b import *
from .a import (b)
import a . b
