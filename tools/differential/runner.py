"""Runs batches of programs under two interpreters and compares what they print, program by program."""

import os
import pathlib
import resource
import subprocess
import tempfile

from reducer import same

HERE = pathlib.Path(__file__).resolve().parent
MEMORY = 3 << 30
STUCK = "nothing can ever happen"


def batch_text(programs):
    """One file that runs all of the programs; `programs` are pairs of seed and source."""
    prelude = (HERE / "prelude.py").read_text(encoding="utf-8")
    driver = (HERE / "driver.py").read_text(encoding="utf-8")
    return f"PRELUDE = {ascii(prelude)}\nPROGRAMS = {ascii(programs)}\n_ = {driver}"


def limits():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def run(command, programs, seconds):
    """What each program printed, as {seed: text}; how the process ended, if not well."""
    folder = tempfile.mkdtemp(prefix="differential-")
    path = os.path.join(folder, "batch.py")
    with open(path, "w", encoding="utf-8") as file:
        file.write(batch_text(programs))
    environment = dict(os.environ, PYTHONHASHSEED="0", PYTHONIOENCODING="utf-8:backslashreplace",
                       PYTHONDONTWRITEBYTECODE="1", PYTHONWARNINGS="ignore")
    problem = None
    try:
        done = subprocess.run([*command, path], capture_output=True, timeout=seconds,
                              env=environment, preexec_fn=limits, cwd=folder)
        output, errors = done.stdout, done.stderr
        if done.returncode:
            problem = f"exit {done.returncode}: {errors.decode(errors='replace').strip()[-300:]}"
    except subprocess.TimeoutExpired as late:
        output, errors, problem = late.stdout or b"", late.stderr or b"", "timeout"
    os.unlink(path)
    os.rmdir(folder)
    parts = output.decode("utf-8", "replace").split("\f")[1:]
    texts = {}
    for part in parts:
        seed, _, text = part.partition("\n")
        texts[seed] = text
    return texts, problem, errors.decode(errors="replace")


class Differential:
    """Two commands, and the ways to ask them."""

    def __init__(self, ours, theirs, seconds=60):
        self.ours, self.theirs, self.seconds = ours, theirs, seconds
        self.operations = set()

    def compare(self, programs):
        """Differences among the programs: {seed: (ours, theirs)}; seeds that have no answer."""
        theirs = self.whole(self.theirs, programs)
        # A program that waits for nothing would do so for ever under taipan.
        theirs = {seed: None if text and STUCK in text else text for seed, text in theirs.items()}
        known = [(seed, source) for seed, source in programs if theirs.get(seed) is not None]
        ours = self.whole(self.ours, known)
        different, unanswered = {}, [seed for seed, _ in programs if theirs.get(seed) is None]
        for seed, _ in known:
            answer = ours.get(seed), theirs[seed]
            if same(*answer):
                continue
            # How much memory is enough is no answer.
            if any("MemoryError" in (text or "") for text in answer):
                unanswered.append(seed)
            else:
                different[seed] = answer
        return different, unanswered

    def whole(self, command, programs):
        """Runs a batch; when it breaks off, the rest goes on behind the program that broke it."""
        texts = {}
        left = list(programs)
        while left:
            seconds = min(self.seconds, 8 + len(left) / 10)
            found, problem, errors = run(command, left, seconds)
            if command is self.ours:
                self.note_operations(errors)
            if problem is None:
                texts.update(found)
                return texts
            # The last program that began is the one that did not end.
            begun = [seed for seed, _ in left if seed in found]
            broken = begun[-1] if begun else left[0][0]
            texts.update({seed: text for seed, text in found.items() if seed != broken})
            texts[broken] = None if command is self.theirs else f"{found.get(broken, '')}<{problem}>"
            at = next(i for i, (seed, _) in enumerate(left) if seed == broken)
            left = left[at + 1:]
        return texts

    def note_operations(self, errors):
        for line in errors.splitlines():
            if line.startswith("ops: "):
                self.operations.update(line[5:].split())

    def alone(self, source, seconds=4):
        """Both outputs of one program, or None if it cannot be told."""
        theirs, problem, _ = run(self.theirs, [("0", source)], seconds)
        if problem or STUCK in theirs.get("0", STUCK):
            return None
        ours, problem, _ = run(self.ours, [("0", source)], seconds)
        text = ours.get("0")
        if problem:
            text = f"{text}<{problem}>"
        return text, theirs.get("0")
