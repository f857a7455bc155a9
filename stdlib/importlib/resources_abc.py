"""Abstract classes of resources."""

import abc
import pathlib
from typing import Protocol, runtime_checkable

__all__ = ['ResourceReader', 'Traversable', 'TraversableResources']


class ResourceReader(metaclass=abc.ABCMeta):
    """What a loader gives to read files of a package with."""

    @abc.abstractmethod
    def open_resource(self, resource):
        """A binary file with the resource."""
        raise FileNotFoundError

    @abc.abstractmethod
    def resource_path(self, resource):
        """The resource's name in the file system."""
        raise FileNotFoundError

    @abc.abstractmethod
    def is_resource(self, path):
        """Whether there is a resource of that name."""
        raise FileNotFoundError

    @abc.abstractmethod
    def contents(self):
        """The names of all that is in the package."""
        raise FileNotFoundError


class TraversalError(Exception):
    pass


@runtime_checkable
class Traversable(Protocol):
    """As much of pathlib.Path as is needed to read what is in a package."""

    @abc.abstractmethod
    def iterdir(self):
        """What is in the folder."""

    def read_bytes(self):
        """The file's bytes."""
        with self.open('rb') as file:
            return file.read()

    def read_text(self, encoding=None):
        """The file's text."""
        with self.open(encoding=encoding) as file:
            return file.read()

    @abc.abstractmethod
    def is_dir(self):
        """Whether it is a folder."""

    @abc.abstractmethod
    def is_file(self):
        """Whether it is a file."""

    def joinpath(self, *descendants):
        """What lies below, by a path."""
        parts = [part for path in descendants for part in pathlib.PurePosixPath(path).parts]
        if not parts:
            return self
        for child in self.iterdir():
            if child.name == parts[0]:
                return child.joinpath(*parts[1:])
        return self._absent(*parts)

    def _absent(self, first, *rest):
        raise TraversalError('Target not found during traversal.', first, list(rest))

    def __truediv__(self, child):
        return self.joinpath(child)

    @abc.abstractmethod
    def open(self, mode='r', *args, **kwargs):
        """The file, opened."""

    @property
    @abc.abstractmethod
    def name(self):
        """The name without the folder."""


class TraversableResources(ResourceReader):
    """A reader for which files() suffices."""

    @abc.abstractmethod
    def files(self):
        """The folder of the package."""

    def open_resource(self, resource):
        return self.files().joinpath(resource).open('rb')

    def resource_path(self, resource):
        raise FileNotFoundError(resource)

    def is_resource(self, path):
        return self.files().joinpath(path).is_file()

    def contents(self):
        return (item.name for item in self.files().iterdir())
