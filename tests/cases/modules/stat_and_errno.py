# stat: what the bits mean; errno: names
import stat, errno, os

TEXTS = r'''stat.filemode(0o100644)
stat.filemode(0o40755)
stat.filemode(0o120777)
stat.filemode(0o104755)
stat.filemode(0o102644)
stat.filemode(0o41777)
stat.filemode(0o41776)
stat.filemode(0)
stat.S_IMODE(0o100644)
stat.S_IFMT(0o100644) == stat.S_IFREG
stat.S_ISDIR(0o40000), stat.S_ISREG(0o40000), stat.S_ISLNK(0o120000)
stat.S_ISFIFO(0o10000), stat.S_ISSOCK(0o140000), stat.S_ISCHR(0o20000), stat.S_ISBLK(0o60000)
stat.ST_MODE, stat.ST_CTIME
errno.ENOENT, errno.EAGAIN == errno.EWOULDBLOCK
errno.errorcode[errno.ENOENT]
errno.errorcode[11], errno.errorcode[35], errno.errorcode[95]
len(errno.errorcode) > 100
os.strerror(errno.EPERM)
OSError(errno.EEXIST, 'x')
sorted(n for n in dir(stat) if n.startswith('S_IS'))'''
for text in TEXTS.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as error:
        print(text, '!!', type(error).__name__, error)
