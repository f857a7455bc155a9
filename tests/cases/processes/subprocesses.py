# subprocess: input and output of children, their end, what is refused.

import subprocess
from subprocess import PIPE, STDOUT, DEVNULL

SHELL = ["/bin/sh", "-c"]
print(subprocess.run([*SHELL, "cat; echo err >&2; exit 3"], input=b"in\n", capture_output=True))
print(subprocess.run("echo a; echo b", shell=True, stdout=PIPE, text=True).stdout.split())
print(subprocess.check_output([*SHELL, "cat"], input="é\r\n", encoding="utf-8").encode())
print(subprocess.call(["/bin/sh", "-c", "exit 7"]), subprocess.getstatusoutput("echo x; exit 2"))
print(subprocess.run([*SHELL, "echo o; echo e >&2"], stdout=PIPE, stderr=STDOUT).stdout)
print(subprocess.run([*SHELL, "echo $A; pwd"], env={"A": "1"}, cwd="/", stdout=PIPE).stdout)
print(subprocess.run([*SHELL, "echo o"], stdout=DEVNULL).returncode)

big = b"x" * 300_000
print(len(subprocess.run(["cat"], input=big, stdout=PIPE).stdout))

for call in (
    lambda: subprocess.check_call([*SHELL, "exit 4"]),
    lambda: subprocess.run([*SHELL, "kill -9 $$"], check=True),
    lambda: subprocess.run(["/nonexistent/program"]),
    lambda: subprocess.run(["true"], cwd="/nonexistent"),
    lambda: subprocess.run([*SHELL, "echo part; sleep 20"], stdout=PIPE, timeout=0.3),
    lambda: subprocess.run(["true"], input=b"", stdin=PIPE),
    lambda: subprocess.Popen(["true"], bufsize="x"),
    lambda: subprocess.run(["true"], text=True, universal_newlines=False),
):
    try:
        print(call())
    except (subprocess.SubprocessError, OSError, ValueError, TypeError) as error:
        print(type(error).__name__, error, getattr(error, "output", None))

child = subprocess.Popen(["cat"], stdin=PIPE, stdout=PIPE, text=True, bufsize=1)
print(child.poll(), child.stdin.write("line\n"), repr(child.stdout.readline()))
child.stdin.close()
print(child.wait(), child.returncode, child.poll())
child.stdout.close()
with subprocess.Popen(["sleep", "20"]) as child:
    child.terminate()
print(child.returncode, repr(child))
print(subprocess.list2cmdline(["a b", 'c"d', "e\\", "", "f\\\\ g"]))
