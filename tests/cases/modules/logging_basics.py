# Loggers, levels, handlers, formatters, filters, adapters.
# args: <FOLDER>
import io
import logging
import os
import sys

stream = io.StringIO()


def shown():
    text = stream.getvalue()
    stream.seek(0)
    stream.truncate()
    print(text, end='')


logging.basicConfig(stream=stream, level=logging.INFO, format='%(levelname)s %(name)s %(funcName)s: %(message)s')
log = logging.getLogger('a.b')
log.debug('not shown')
log.info('with %s and %d', 'arguments', 2)
logging.warning('%(named)s', {'named': 'by name'})
try:
    1 / 0
except ZeroDivisionError:
    log.exception('it failed')
log.error('with one given', exc_info=ValueError('given'))
logging.getLogger('a').setLevel('ERROR')
log.warning('no longer')
print(log.getEffectiveLevel(), log.isEnabledFor(logging.ERROR), log.parent, logging.getLogger(), log)
shown()

handler = logging.StreamHandler(stream)
handler.setFormatter(logging.Formatter('{name:>5}|{message}|{own}', style='{', defaults={'own': 'none'}))
handler.addFilter(lambda record: 'secret' not in record.getMessage())
handler.addFilter(logging.Filter('c'))
other = logging.getLogger('c.d')
other.addHandler(handler)
other.propagate = False
other.critical('one')
other.critical('two', extra={'own': 'other'})
other.critical('secret')
adapter = logging.LoggerAdapter(other, {'own': 'adapted'})
adapter.error('three')
shown()
print(logging.getLevelName(30), logging.getLevelName('INFO'), logging.getLevelName(35), handler, adapter,
      other.hasHandlers(), logging.getLogger('c').getChildren())
logging.addLevelName(35, 'NOTICE')
other.log(35, 'noticed')
logging.disable(40)
other.error('disabled')
logging.disable(logging.NOTSET)
shown()

record = logging.makeLogRecord({'msg': 'made', 'created': 0, 'msecs': 7.0, 'name': 'x'})
formatter = logging.Formatter('%(asctime)s %(message)s', '%H')
formatter.converter = __import__('time').gmtime
print(formatter.format(record), formatter.usesTime(), logging.Formatter('$name $message', style='$').format(record))
for wrong in (lambda: logging.Formatter('{x', style='{'), lambda: logging.Formatter('x', style='?'),
              lambda: logging.Formatter('no fields'), lambda: log.setLevel('UNHEARD'), lambda: log.setLevel(1.5),
              lambda: log.log('x', 'y'), lambda: other.critical('x', extra={'name': 1}),
              lambda: logging.basicConfig(filename='x', stream=sys.stderr, force=True),
              lambda: logging.getLogger(3)):
    try:
        wrong()
    except (KeyError, TypeError, ValueError) as error:
        print(type(error).__name__, error)

path = os.path.join(sys.argv[1], 'log')
file = logging.FileHandler(path, encoding='utf-8')
other.addHandler(file)
other.error('into a file: ü')
file.close()
with open(path, encoding='utf-8') as written:
    print(written.read(), end='')
other.removeHandler(file)
shown()

sys.stderr = stream
handler.setFormatter(logging.Formatter('%(missing)s'))
other.error('with a format that does not fit')
print([line for line in stream.getvalue().splitlines() if line.startswith(('---', 'ValueError', 'Message'))])
stream.truncate(0)
stream.seek(0)
logging.getLogger().handlers.clear()
logging.getLogger('nobody').warning('to the last resort')
logging.captureWarnings(True)
import warnings
warnings.warn('captured')
logging.captureWarnings(False)
shown()
