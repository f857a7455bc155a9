# normalise: addr
# os: messages of refused calls
import os
class P:
    def __init__(s, p): s.p = p
    def __fspath__(s): return s.p

TEXTS = r'''os.stat(P('/nope'))
os.stat([])
os.rename('/nope',P('/a'))
os.rename([],'a')
os.rename('a',[])
os.stat('a\0b')
os.open('/nope',0)
os.open([],0)
os.read(99,1)
os.write(99,b'')
os.write(1,'a')
os.close(99)
os.close('a')
os.fstat(99)
os.isatty(99)
os.lseek(99,0,0)
os.ftruncate(99,0)
os.dup(99)
os.dup2(99,98)
os.kill('a',0)
os.urandom(-1)
os.urandom(3).__class__
os.getenv('NOPE')
os.getenv('NOPE',5)
os.environ['NOPE']
os.environ[1]
os.putenv('a=b','c')
os.putenv('','c')
os.unsetenv('')
os.environ.__class__
os.getenv(1)
os.fspath(1)
os.fspath(P(1))
os.fspath(P('x'))
os.fsencode('a\udcff')
os.fsdecode(b'a\xff')
os.fsencode(1)
os.strerror(2)
os.strerror(9999)
os.get_terminal_size(99)
os.access('/nope',os.F_OK)
os.access([],0)
os.readlink('/')
os.readlink([])
os.symlink('/a','/nope/b')
os.link('/nope','/b')
os.remove('/nope')
os.unlink('/')
os.chmod('/nope',0)
os.utime('/nope')
os.utime('/nope',(1,))
os.utime('/nope',(1,2),ns=(1,2))
os.utime('/nope',5)
os.truncate('/nope',0)
os.removedirs('/nope/a')
os.makedirs('/')
os.makedirs('/',exist_ok=True)
os.stat_result(range(3))
os.stat_result(range(10))
os.terminal_size((1,2))
os.terminal_size((1,))
os.terminal_size(5)
os.name
os.PathLike
issubclass(P,os.PathLike)
isinstance('a',os.PathLike)
os.error
os.uname().__class__
os.times().__class__
os.pipe().__class__
os.getpid().__class__
os.get_blocking(0).__class__
os.get_blocking(99)
os.set_blocking(99,True)
os.stat(99)
os.stat(1.5)
os.lstat('/nope')
os.get_inheritable(99)
os.get_exec_path({})
os.stat
os.replace('/nope','/nope2')
os.walk('/nope')
list(os.walk('/nope'))
os.DirEntry
os.DirEntry()
os._exit
os.supports_fd.__class__
os.fsync(99)
os.getcwdb().__class__
os.renames('/nope','/x')
os.closerange(500,510)
os.get_terminal_size.__class__
os.getloadavg().__class__'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)
