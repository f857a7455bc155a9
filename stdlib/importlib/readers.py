"""Resources beside modules, by their loaders."""

import pathlib
from .resources import abc


class FileReader(abc.TraversableResources):
    """Files in the folder of a module."""

    def __init__(self, loader):
        self.path = pathlib.Path(loader.path).parent

    def resource_path(self, resource):
        return str(self.path.joinpath(resource))

    def files(self):
        return self.path


class MultiplexedPath(abc.Traversable):
    """Several folders as if they were one; files of the first come before those of others."""

    def __init__(self, *paths):
        self._paths = [pathlib.Path(path) for path in dict.fromkeys(paths)]
        for path in self._paths:
            if not path.is_dir():
                raise NotADirectoryError('MultiplexedPath only supports directories')
        if not self._paths:
            raise FileNotFoundError('MultiplexedPath must contain at least one path')

    def iterdir(self):
        groups = {}
        for path in self._paths:
            for child in path.iterdir():
                groups.setdefault(child.name, []).append(child)
        for group in groups.values():
            if len(group) > 1 and all(child.is_dir() for child in group):
                yield MultiplexedPath(*group)
            else:
                yield group[0]

    def read_bytes(self):
        raise FileNotFoundError(f'{self} is not a file')

    def read_text(self, *args, **kwargs):
        raise FileNotFoundError(f'{self} is not a file')

    def is_dir(self):
        return True

    def is_file(self):
        return False

    def _absent(self, first, *rest):
        return self._paths[0].joinpath(first, *rest)

    def open(self, *args, **kwargs):
        raise FileNotFoundError(f'{self} is not a file')

    @property
    def name(self):
        return self._paths[0].name

    def __repr__(self):
        paths = ', '.join(f"'{path}'" for path in self._paths)
        return f'MultiplexedPath({paths})'


class NamespaceReader(abc.TraversableResources):
    """Files in the folders of a namespace package."""

    def __init__(self, namespace_path):
        if 'NamespacePath' not in str(namespace_path):
            raise ValueError('Invalid path')
        self.path = MultiplexedPath(*list(namespace_path))

    def resource_path(self, resource):
        return str(self.path.joinpath(resource))

    def files(self):
        return self.path


class _ZipFile(abc.Traversable):
    """A file or folder in an archive."""

    def __init__(self, loader, path):
        self._loader = loader
        self._path = path

    def iterdir(self):
        seen = {}
        for file in self._loader._files:
            if file.startswith(self._path) and file != self._path:
                seen[file[len(self._path):].partition('/')[0]] = None
        for name in seen:
            path = self._path + name
            yield _ZipFile(self._loader, path if path in self._loader._files else path + '/')

    def is_dir(self):
        return self._path.endswith('/') or not self._path

    def is_file(self):
        return not self.is_dir() and self._path in self._loader._files

    def open(self, mode='r', *args, **kwargs):
        import io
        if self.is_dir():
            raise IsADirectoryError(self._path)
        if not self.is_file():
            raise FileNotFoundError(self._path)
        stream = io.BytesIO(self._loader.get_data(self._path))
        return stream if 'b' in mode else io.TextIOWrapper(stream, *args, **kwargs)

    @property
    def name(self):
        return self._path.rstrip('/').rpartition('/')[2]

    def joinpath(self, *descendants):
        path = '/'.join([self._path.rstrip('/'), *map(str, descendants)]).lstrip('/')
        return _ZipFile(self._loader, path + '/' if path + '/' in self._loader._files else path)

    __truediv__ = joinpath

    def __repr__(self):
        return f'{self.__class__.__name__}({self._loader.archive!r}, {self._path!r})'


class ZipReader(abc.TraversableResources):
    """Files in a package that is in an archive."""

    def __init__(self, loader, module):
        self._folder = _ZipFile(loader, f"{loader.prefix}{module.rpartition('.')[2]}/")

    def is_resource(self, path):
        return self.files().joinpath(path).is_file()

    def files(self):
        return self._folder
