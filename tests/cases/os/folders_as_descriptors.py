# Paths that start from an open folder; links that are not followed; walking with descriptors.
# args: <FOLDER>
import os, stat, sys

top = sys.argv[1]
folder = os.open(top, os.O_RDONLY)
os.mkdir('a', dir_fd=folder)
fd = os.open('a/file', os.O_WRONLY | os.O_CREAT, 0o640, dir_fd=folder)
os.write(fd, b'text')
os.close(fd)
os.symlink('a', 'link', dir_fd=folder)
os.link('a/file', 'b', src_dir_fd=folder, dst_dir_fd=folder)
print(os.readlink('link', dir_fd=folder), sorted(os.listdir(folder)), sorted(os.listdir(folder)))
print(os.stat('b', dir_fd=folder).st_nlink, stat.S_ISLNK(os.stat('link', dir_fd=folder, follow_symlinks=False).st_mode))
os.rename('b', 'c', src_dir_fd=folder, dst_dir_fd=folder)
os.chmod('c', 0o600, dir_fd=folder)
os.utime('c', (1, 2), dir_fd=folder)
print(oct(os.stat(top + '/c').st_mode), os.stat(top + '/c').st_mtime)
print(os.access('c', os.R_OK, dir_fd=folder), os.access('d', os.F_OK, dir_fd=folder, follow_symlinks=False))
os.mkfifo('pipe', dir_fd=folder)
print(stat.S_ISFIFO(os.stat('pipe', dir_fd=folder).st_mode))
with os.scandir(folder) as entries:
    print(sorted((e.name, e.path, e.is_dir(), e.is_symlink()) for e in entries))
for where, folders, files, fd in os.fwalk(top):
    print(where.removeprefix(top), sorted(folders), sorted(files), os.stat('.', dir_fd=fd).st_ino == os.stat(where).st_ino)
print([w for w, *_ in os.fwalk('.', topdown=False, dir_fd=folder)])
print([sorted(w for w, *_ in os.fwalk(b'.', follow_symlinks=True, dir_fd=folder))])
os.unlink('pipe', dir_fd=folder)
os.unlink('a/file', dir_fd=folder)
os.rmdir('a', dir_fd=folder)
print(sorted(os.listdir(top)))
for wrong in (lambda: os.stat('x', dir_fd='y'), lambda: os.stat('x', dir_fd=9999), lambda: os.stat(folder, dir_fd=folder),
              lambda: os.stat(folder, follow_symlinks=False), lambda: os.chown(folder, 0, 0, dir_fd=folder),
              lambda: os.utime(folder, follow_symlinks=False), lambda: os.mkdir('/x', dir_fd=2 ** 40), lambda: list(os.fwalk('missing', dir_fd=folder))):
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__, error)
os.close(folder)
for name in ('supports_dir_fd', 'supports_fd', 'supports_follow_symlinks', 'supports_effective_ids'):
    print(sorted(f.__name__ for f in getattr(os, name)))

# expect: a ['a', 'b', 'link'] ['a', 'b', 'link']
# expect: 2 True
# expect: 0o100600 2.0
# expect: True False
# expect: True
# expect: [('a', 'a', True, False), ('c', 'c', False, False), ('link', 'link', True, True), ('pipe', 'pipe', False, False)]
# expect:  ['a', 'link'] ['c', 'pipe'] True
# expect: /a [] ['file'] True
# expect: ['./a', '.']
# expect: [[b'.', b'./a', b'./link']]
# expect: ['c', 'link']
# expect: TypeError argument should be integer or None, not str
# expect: OSError [Errno 9] Bad file descriptor: 'x'
# expect: ValueError stat: can't specify dir_fd without matching path
# expect: ValueError stat: cannot use fd and follow_symlinks together
# expect: ValueError chown: can't specify both dir_fd and fd
# expect: ValueError utime: cannot use fd and follow_symlinks together
# expect: OverflowError fd is greater than maximum
# expect: FileNotFoundError [Errno 2] No such file or directory: 'missing'
# expect: ['access', 'chmod', 'chown', 'link', 'mkdir', 'mkfifo', 'mknod', 'open', 'readlink', 'rename', 'rmdir', 'stat', 'symlink', 'unlink', 'utime']
# expect: ['chdir', 'chmod', 'chown', 'execve', 'listdir', 'pathconf', 'scandir', 'stat', 'statvfs', 'truncate', 'utime']
# expect: ['access', 'chown', 'link', 'stat', 'utime']
# expect: ['access']
