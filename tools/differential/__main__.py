"""Differential testing: random programs must print the same under taipan and CPython 3.13.

    python3.13 tools/differential [--programs 1000] [--seed 1] [--taipan target/debug/taipan]
    python3.13 tools/differential --show SEED        the program of a seed
    python3.13 tools/differential --one SEED         runs one, reduces it, shows both outputs
    python3.13 tools/differential --file FILE        both outputs of a program in a file
    python3.13 tools/differential --coverage         also says what was not reached
    python3.13 tools/differential --scenario NAME    only programs of one kind

Needs CPython 3.13 to run; the interpreter that runs this is the oracle. Programs are generated from
their seeds (`generator.py`, `statements.py`, `scenarios.py`), run in batches (`driver.py`) with the
helpers of `prelude.py`, compared by `runner.py`, and made small by `reducer.py`. Reduced programs go
to the folder `--out`, one file per kind of difference. The exit code is 1 if there was any.
"""

import argparse
import collections
import pathlib
import subprocess
import sys
import time
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import coverage
from generator import Generator
from reducer import Reducer, first_difference, same, shape
from runner import Differential
from scenarios import program

ROOT = pathlib.Path(__file__).resolve().parents[2]


def options():
    parser = argparse.ArgumentParser(prog="differential", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--taipan", default=str(ROOT / "target/debug/taipan"))
    parser.add_argument("--scenario", help="only this one")
    parser.add_argument("--out", help="folder for reduced programs")
    parser.add_argument("--reduce", type=int, default=30, help="at most that many kinds are reduced")
    parser.add_argument("--seconds", type=float, help="stop after that time")
    parser.add_argument("--show", type=int)
    parser.add_argument("--one", type=int)
    parser.add_argument("--file")
    parser.add_argument("--only-crashes", action="store_true", help="differing text is no failure")
    parser.add_argument("--coverage", action="store_true")
    return parser.parse_args()


def main():
    chosen = options()
    warnings.simplefilter("ignore")
    if chosen.show is not None:
        print(program(chosen.show, chosen.scenario), end="")
        return 0
    if subprocess.run([chosen.taipan, "-c", "import typing"], capture_output=True).returncode:
        print("no typing: programs have no type parameters")
        Generator.typing = False
    chosen.taipan = str(pathlib.Path(chosen.taipan).resolve())
    ours = [chosen.taipan, "-X", "clock=virtual"] + (["-X", "show_ops"] if chosen.coverage else [])
    differential = Differential(ours, [sys.executable])
    if chosen.one is not None or chosen.file:
        return one(chosen, differential)
    return many(chosen, differential)


def one(chosen, differential):
    if chosen.file:
        source = pathlib.Path(chosen.file).read_text(encoding="utf-8")
    else:
        source = program(chosen.one, chosen.scenario)
    answer = differential.alone(source, 20)
    if answer is None:
        print("the oracle has no answer")
        return 0
    if same(*answer):
        print("no difference")
        return 0
    if not chosen.file:
        source = Reducer(differential.alone).reduce(source)
        answer = differential.alone(source)
    print(source)
    report_answer(answer)
    return 1


def report_answer(answer):
    left, right = first_difference(*answer)
    print(f"taipan : {left[:600]}\nCPython: {right[:600]}")


def many(chosen, differential):
    kinds = collections.OrderedDict()
    nodes = coverage.Nodes()
    start, done, silent, count = time.monotonic(), 0, 0, 0
    for first in range(chosen.seed, chosen.seed + chosen.programs, chosen.batch):
        if chosen.seconds and time.monotonic() - start > chosen.seconds:
            break
        last = min(first + chosen.batch, chosen.seed + chosen.programs)
        programs = [(str(seed), program(seed, chosen.scenario)) for seed in range(first, last)]
        if chosen.coverage:
            nodes.look_at(source for _, source in programs)
        different, unanswered = differential.compare(programs)
        done += len(programs)
        silent += len(unanswered)
        sources = dict(programs)
        count += len(different)
        for seed, answer in different.items():
            kinds.setdefault(shape(*answer), []).append((len(sources[seed]), seed, sources[seed], answer))
            print(f"seed {seed} differs: {first_difference(*answer)[0][:120]}")
        print(f"{done} programs, {silent} without answer, {count} differ in {len(kinds)} ways", flush=True)
    for number, cases in enumerate(sorted(kinds.values(), key=len, reverse=True)):
        _, seed, source, answer = min(cases)
        print(f"\n---- {len(cases)} programs, such as seed {seed}")
        report_answer(answer)
        if number < chosen.reduce:
            reduce_and_report(chosen, differential, seed, source)
    if chosen.coverage:
        nodes.report()
        coverage.report_operations(differential.operations, ROOT / "src/compiler/op.rs")
    print(f"\n{done} programs in {time.monotonic() - start:.0f} s: {count} differences")
    if chosen.only_crashes:
        answers = [answer for cases in kinds.values() for *_, answer in cases]
        return 1 if any(ours is None or ours.endswith(">") and "<exit" in ours for ours, _ in answers) else 0
    return 1 if kinds else 0


def reduce_and_report(chosen, differential, seed, source):
    answer = differential.alone(source)
    if answer is None or same(*answer):
        print("(not when it runs alone)")
        return
    small = Reducer(differential.alone, 120).reduce(source)
    answer = differential.alone(small)
    lines = small.splitlines()
    print("\n".join(lines[:25]) + ("\n..." if len(lines) > 25 else ""))
    if answer:
        report_answer(answer)
    if chosen.out:
        folder = pathlib.Path(chosen.out)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{seed}.py").write_text(small, encoding="utf-8")


sys.exit(main())
