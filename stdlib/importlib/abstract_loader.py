"""The base class of loaders."""

import abc
from . import _bootstrap


class Loader(metaclass=abc.ABCMeta):
    """What loads modules."""

    def create_module(self, spec):
        """A module for the spec; None for an ordinary one."""
        return None

    def load_module(self, fullname):
        """Loads the module; deprecated."""
        if not hasattr(self, 'exec_module'):
            raise ImportError
        return _bootstrap._load_module(self, fullname)
