# Files with headers, and with the address they came from.

__all__ = ['addbase', 'addclosehook', 'addinfo', 'addinfourl']


class addbase:
    """A file that is another one."""

    def __init__(self, fp):
        self.file = self.fp = fp

    def __getattr__(self, name):
        if name in ('file', 'fp'):
            raise AttributeError(name)
        return getattr(self.file, name)

    def __repr__(self):
        return f'<{type(self).__name__} at {id(self)!r} whose fp = {self.file!r}>'

    def __enter__(self):
        if self.fp.closed:
            raise ValueError('I/O operation on closed file')
        return self

    def __exit__(self, *args):
        self.close()

    def __iter__(self):
        return iter(self.file)

    def __next__(self):
        return next(self.file)

    def close(self):
        """Close the file."""
        self.file.close()


class addclosehook(addbase):
    """A file that calls a function when it is closed."""

    def __init__(self, fp, closehook, *hookargs):
        super().__init__(fp)
        self.closehook, self.hookargs = closehook, hookargs

    def close(self):
        """Close the file, and call the function the first time."""
        hook, self.closehook = self.closehook, None
        try:
            if hook:
                hook(*self.hookargs)
        finally:
            super().close()


class addinfo(addbase):
    """A file with headers."""

    def __init__(self, fp, headers):
        super().__init__(fp)
        self.headers = headers

    def info(self):
        """The headers."""
        return self.headers


class addinfourl(addinfo):
    """A file with headers, an address, and the number of an answer."""

    def __init__(self, fp, headers, url, code=None):
        super().__init__(fp, headers)
        self.url, self.code = url, code

    @property
    def status(self):
        """The number of the answer."""
        return self.code

    def getcode(self):
        """The number of the answer."""
        return self.code

    def geturl(self):
        """The address."""
        return self.url
