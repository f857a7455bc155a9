# args: <FOLDER>
# site.addsitedir follows .pth files.
import os
import site
import sys

root = sys.argv[1]
for folder in ('added', 'again', 'packages'):
    os.mkdir(os.path.join(root, folder))
files = {
    'a.pth': '# a comment\n\n../added\n../nowhere\nimport sys; sys.marked = 1\n',
    'b.pth': '../again\n../added\n../packages\n',
    '.hidden.pth': '..\n',
    'c.txt': '..\n',
}
for name, text in files.items():
    with open(os.path.join(root, 'packages', name), 'w') as file:
        file.write(text)
before = list(sys.path)
site.addsitedir(os.path.join(root, 'packages'))
print([os.path.relpath(each, root) for each in sys.path if each not in before], sys.marked)
print(site.addsitedir(os.path.join(root, 'packages'), set()) is None)
print(site.getuserbase() == site.USER_BASE, site.getusersitepackages() == site.USER_SITE)
print([os.path.relpath(each, '/p') for each in site.getsitepackages(['/p'])])
