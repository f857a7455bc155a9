# What threading.excepthook is called with.

class _ExceptHookArgs(tuple):
    'What threading.excepthook is called with.'
    __slots__ = ()
    n_fields = n_sequence_fields = 4
    n_unnamed_fields = 0
    __match_args__ = ('exc_type', 'exc_value', 'exc_traceback', 'thread')

    def __new__(cls, sequence, dict=None):
        items = tuple(sequence)
        if len(items) != 4:
            raise TypeError('_thread._ExceptHookArgs() takes a 4-sequence '
                            f'({len(items)}-sequence given)')
        return tuple.__new__(cls, items)

    def __repr__(self):
        return ('_thread._ExceptHookArgs(exc_type=%r, exc_value=%r, exc_traceback=%r, '
                'thread=%r)' % tuple(self))

    exc_type = property(lambda self: self[0], doc='Exception type')
    exc_value = property(lambda self: self[1], doc='Exception value')
    exc_traceback = property(lambda self: self[2], doc='Exception traceback')
    thread = property(lambda self: self[3], doc='Thread')

_ExceptHookArgs.__module__ = '_thread'
_ExceptHookArgs.__qualname__ = _ExceptHookArgs.__name__ = '_ExceptHookArgs'
