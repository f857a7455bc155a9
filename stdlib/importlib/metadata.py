"""What is known of installed distributions: their names, versions, files and entry points."""

import abc
import collections
import functools
import os
import pathlib
import re
import sys
from importlib import import_module
from importlib.abc import MetaPathFinder
from itertools import chain, starmap

__all__ = ['Distribution', 'DistributionFinder', 'PackageMetadata', 'PackageNotFoundError',
           'distribution', 'distributions', 'entry_points', 'files', 'metadata',
           'packages_distributions', 'requires', 'version']


class PackageNotFoundError(ModuleNotFoundError):
    """There is no distribution of that name."""

    def __str__(self):
        return f'No package metadata was found for {self.name}'

    @property
    def name(self):
        return self.args[0]


class PackageMetadata:
    """The headers of a METADATA file; names count without regard to case."""

    def __init__(self, text):
        self._items = []
        head, _, body = text.partition('\n\n')
        for line in head.splitlines():
            if line[:1] in (' ', '\t') and self._items:
                name, value = self._items[-1]
                self._items[-1] = (name, f'{value}\n{line.strip()}')
            elif ':' in line:
                name, _, value = line.partition(':')
                self._items.append((name.strip(), value.strip()))
        self._body = body

    def __getitem__(self, name):
        return self.get(name)

    def __contains__(self, name):
        return any(own.lower() == name.lower() for own, _ in self._items)

    def __iter__(self):
        return iter(self.keys())

    def __len__(self):
        return len(self._items)

    def keys(self):
        return [name for name, _ in self._items]

    def values(self):
        return [value for _, value in self._items]

    def items(self):
        return list(self._items)

    def get(self, name, failobj=None):
        return next((value for own, value in self._items if own.lower() == name.lower()), failobj)

    def get_all(self, name, failobj=None):
        found = [value for own, value in self._items if own.lower() == name.lower()]
        return found or failobj

    def get_payload(self):
        return self._body

    @property
    def json(self):
        """All headers as a dictionary fit for JSON."""
        several = {'classifier', 'dynamic', 'license_file', 'obsoletes_dist', 'platform',
                   'project_url', 'provides_dist', 'provides_extra', 'requires_dist',
                   'requires_external', 'supported_platform'}
        found = {}
        for name in dict.fromkeys(self.keys()):
            key = name.lower().replace('-', '_')
            found[key] = self.get_all(name) if key in several else self.get(name)
        if isinstance(found.get('keywords'), str):
            found['keywords'] = re.split(r'\s+', found['keywords'])
        if self._body.strip():
            found.setdefault('description', self._body)
        return found


def _sections(text):
    """The lines of a text in the form of .ini files, as (section, line)."""
    section = None
    for line in map(str.strip, text.splitlines()):
        if line.startswith('[') and line.endswith(']'):
            section = line[1:-1]
        elif line and not line.startswith('#'):
            yield section, line


class EntryPoint:
    """An object that a distribution offers to others by name."""

    pattern = re.compile(r'(?P<module>[\w.]+)\s*(:\s*(?P<attr>[\w.]+)\s*)?'
                         r'((?P<extras>\[.*\])\s*)?$')
    dist = None

    def __init__(self, name, value, group):
        vars(self).update(name=name, value=value, group=group)

    def load(self):
        """The object, its module imported."""
        found = self.pattern.match(self.value)
        names = filter(None, (found.group('attr') or '').split('.'))
        return functools.reduce(getattr, names, import_module(found.group('module')))

    @property
    def module(self):
        return self.pattern.match(self.value).group('module')

    @property
    def attr(self):
        return self.pattern.match(self.value).group('attr')

    @property
    def extras(self):
        return re.findall(r'\w+', self.pattern.match(self.value).group('extras') or '')

    def _for(self, dist):
        vars(self).update(dist=dist)
        return self

    def matches(self, **params):
        return all(getattr(self, name) == value for name, value in params.items())

    def _key(self):
        return self.name, self.value, self.group

    def __lt__(self, other):
        return self._key() < other._key()

    def __eq__(self, other):
        return self._key() == other._key()

    def __setattr__(self, name, value):
        raise AttributeError('EntryPoint objects are immutable.')

    def __repr__(self):
        return (f'EntryPoint(name={self.name!r}, value={self.value!r}, '
                f'group={self.group!r})')

    def __hash__(self):
        return hash(self._key())


class EntryPoints(tuple):
    """Entry points, which can be chosen from."""

    __slots__ = ()

    def __getitem__(self, name):
        for found in self.select(name=name):
            return found
        raise KeyError(name)

    def __repr__(self):
        return f'{self.__class__.__name__}({tuple(self)!r})'

    def select(self, **params):
        """Those with such attributes."""
        return EntryPoints(each for each in self if each.matches(**params))

    @property
    def names(self):
        return {each.name for each in self}

    @property
    def groups(self):
        return {each.group for each in self}

    @classmethod
    def _from_text_for(cls, text, dist):
        def parse(section, line):
            name, _, value = line.partition('=')
            return EntryPoint(name.strip(), value.strip(), section)._for(dist)
        return cls(starmap(parse, _sections(text or '')))


class PackagePath(pathlib.PurePosixPath):
    """A file of a distribution, relative to where it is installed."""

    @classmethod
    def _of(cls, dist, name, hash='', size=''):
        file = cls(name)
        vars(file).update(dist=dist, hash=FileHash(hash) if hash else None,
                          size=int(size) if size else None)
        return file

    def read_text(self, encoding='utf-8'):
        return self.locate().read_text(encoding=encoding)

    def read_binary(self):
        return self.locate().read_bytes()

    def locate(self):
        return self.dist.locate_file(self)


class FileHash:
    """The hash of a file."""

    def __init__(self, spec):
        self.mode, _, self.value = spec.partition('=')

    def __repr__(self):
        return f'<FileHash mode: {self.mode} value: {self.value}>'


class Distribution(metaclass=abc.ABCMeta):
    """A distribution: what was installed under one name."""

    @abc.abstractmethod
    def read_text(self, filename):
        """A file of the distribution's own, or None."""

    @abc.abstractmethod
    def locate_file(self, path):
        """Where a file of the distribution lies."""

    @classmethod
    def from_name(cls, name):
        if not name:
            raise ValueError('A distribution name is required.')
        known = list(cls.discover(name=name))
        if not known:
            raise PackageNotFoundError(name)
        # One that says something of itself counts more.
        return min(known, key=lambda dist: not dist.metadata)

    @classmethod
    def discover(cls, *, context=None, **kwargs):
        if context and kwargs:
            raise ValueError('cannot accept context and kwargs')
        context = context or DistributionFinder.Context(**kwargs)
        finders = (getattr(finder, 'find_distributions', None) for finder in sys.meta_path)
        return chain.from_iterable(find(context) for find in finders if find is not None)

    @staticmethod
    def at(path):
        """The distribution whose folder that is."""
        return PathDistribution(pathlib.Path(path))

    @property
    def metadata(self):
        text = (self.read_text('METADATA') or self.read_text('PKG-INFO')
                or self.read_text('') or '')
        return PackageMetadata(text)

    @property
    def name(self):
        return self.metadata['Name']

    @property
    def version(self):
        return self.metadata['Version']

    @property
    def entry_points(self):
        return EntryPoints._from_text_for(self.read_text('entry_points.txt'), self)

    @property
    def files(self):
        record = self.read_text('RECORD')
        if record is not None:
            import csv
            rows = csv.reader(record.splitlines())
        else:
            listed = self.read_text('SOURCES.txt')
            if listed is None:
                return None
            rows = ([line] for line in listed.splitlines())
        listed = (PackagePath._of(self, *row) for row in rows)
        return [file for file in listed if file.locate().exists()]

    @property
    def requires(self):
        listed = self.metadata.get_all('Requires-Dist')
        if listed is None:
            text = self.read_text('requires.txt')
            if text is None:
                return None
            listed = []
            for section, line in _sections(text):
                extra, _, marker = (section or '').partition(':')
                conditions = [f'({marker})'] if marker and extra else [marker] if marker else []
                if extra:
                    conditions.append(f'extra == "{extra}"')
                listed.append(f'{line}; {" and ".join(conditions)}' if conditions else line)
        return list(listed)

    @property
    def origin(self):
        text = self.read_text('direct_url.json')
        if not text:
            return None
        import json
        import types
        return json.loads(text, object_hook=lambda data: types.SimpleNamespace(**data))


class DistributionFinder(MetaPathFinder):
    """A finder that knows distributions, too."""

    class Context:
        """What is looked for: a name, or all; where: along a path."""

        name = None

        def __init__(self, **kwargs):
            vars(self).update(kwargs)

        @property
        def path(self):
            return vars(self).get('path', sys.path)

    @abc.abstractmethod
    def find_distributions(self, context=Context()):
        """The distributions that match."""


def _normalize(name):
    return re.sub(r'[-_.]+', '-', name).lower().replace('-', '_')


class MetadataPathFinder(DistributionFinder):
    """Finds distributions in the folders of a path."""

    @classmethod
    def find_distributions(cls, context=DistributionFinder.Context()):
        wanted = None if context.name is None else _normalize(context.name)
        for folder in map(str, context.path):
            try:
                names = os.listdir(folder or '.')
            except OSError:
                continue
            for name in names:
                stem, suffix = os.path.splitext(name)
                if suffix not in ('.dist-info', '.egg-info'):
                    continue
                own = stem.rsplit('-', 1)[0] if suffix == '.dist-info' else stem.partition('-')[0]
                if wanted is None or _normalize(own) == wanted:
                    yield PathDistribution(pathlib.Path(folder, name))

    @classmethod
    def invalidate_caches(cls):
        """Nothing is remembered."""


class PathDistribution(Distribution):
    """A distribution whose own files are in a folder."""

    def __init__(self, path):
        self._path = path

    def read_text(self, filename):
        try:
            return self._path.joinpath(filename).read_text(encoding='utf-8')
        except (FileNotFoundError, IsADirectoryError, KeyError, NotADirectoryError,
                PermissionError):
            return None

    def locate_file(self, path):
        return self._path.parent / path


def distribution(distribution_name):
    """The distribution of that name."""
    return Distribution.from_name(distribution_name)


def distributions(**kwargs):
    """All distributions, or those that match."""
    return Distribution.discover(**kwargs)


def metadata(distribution_name):
    """The headers of a distribution."""
    return Distribution.from_name(distribution_name).metadata


def version(distribution_name):
    """The version of a distribution."""
    return distribution(distribution_name).version


def entry_points(**params):
    """The entry points of all distributions, or those that match."""
    seen = set()
    found = []
    for dist in distributions():
        name = _normalize(dist.name or '')
        if name not in seen:
            seen.add(name)
            found += dist.entry_points
    return EntryPoints(found).select(**params)


def files(distribution_name):
    """The files of a distribution."""
    return distribution(distribution_name).files


def requires(distribution_name):
    """What a distribution needs."""
    return distribution(distribution_name).requires


def packages_distributions():
    """Which distributions each top-level module comes from."""
    found = collections.defaultdict(list)
    for dist in distributions():
        listed = (dist.read_text('top_level.txt') or '').split()
        if not listed:
            tops = (file.parts[0] if len(file.parts) > 1 else file.stem
                    for file in dist.files or ()
                    if len(file.parts) > 1 or file.suffix == '.py')
            listed = sorted({top for top in tops if top.isidentifier()})
        for name in listed:
            found[name].append(dist.metadata['Name'])
    return dict(found)
