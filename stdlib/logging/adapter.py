# A logger that says something in each of its records.

import logging


class LoggerAdapter:
    """A logger with something that is said in each record."""

    def __init__(self, logger, extra=None, merge_extra=False):
        self.logger, self.extra, self.merge_extra = logger, extra, merge_extra

    def __repr__(self):
        return f'<{type(self).__name__} {self.name} ({logging.getLevelName(self.getEffectiveLevel())})>'

    def process(self, msg, kwargs):
        """The message, and what goes with it."""
        given = kwargs.get('extra')
        kwargs['extra'] = {**self.extra, **given} if self.merge_extra and given else self.extra
        return msg, kwargs

    def log(self, level, msg, *args, **kwargs):
        """Make a record of a level."""
        if self.isEnabledFor(level):
            msg, kwargs = self.process(msg, kwargs)
            self.logger.log(level, msg, *args, **kwargs)

    def exception(self, msg, *args, exc_info=True, **kwargs):
        """As error(), with the exception that is being handled."""
        self.log(logging.ERROR, msg, *args, exc_info=exc_info, **kwargs)

    @property
    def name(self):
        return self.logger.name

    @property
    def manager(self):
        return self.logger.manager

    @manager.setter
    def manager(self, manager):
        self.logger.manager = manager

    def isEnabledFor(self, level):
        """Whether records of a level are made."""
        return self.logger.isEnabledFor(level)

    def setLevel(self, level):
        """Make no records below a level."""
        self.logger.setLevel(level)

    def getEffectiveLevel(self):
        """The level from which on records are made."""
        return self.logger.getEffectiveLevel()

    def hasHandlers(self):
        """Whether anybody hears of records."""
        return self.logger.hasHandlers()

    __class_getitem__ = classmethod(type(list[int]))


LoggerAdapter.__module__ = 'logging'
