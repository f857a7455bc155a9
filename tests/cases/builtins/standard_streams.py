# sys.stdout can be written directly, replaced and restored.
import sys
print(sys.stdout.write("direct\n"), sys.stdout.encoding, sys.stdout.writable(), sys.stdout.fileno(), sys.stderr.fileno())

class Capture:
    def __init__(self):
        self.text = ""
    def write(self, text):
        self.text += text

old, sys.stdout = sys.stdout, Capture()
print("captured", 1)
captured, sys.stdout = sys.stdout, old
print(repr(captured.text))
sys.stdout = None
print("goes nowhere")
sys.stdout = sys.__stdout__
sys.stdout.writelines(["a", "b\n"])
for action in (lambda: sys.stdout.write(1), lambda: sys.stdout.write(b"x"), lambda: sys.stdout.write("\ud800")):
    try:
        action()
    except Exception as error:
        print(type(error).__name__, error)
