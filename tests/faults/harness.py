#!/usr/bin/python3
"""A run is disturbed in every way at hand, again and again; the next run has to go on to the very same designs.

Run as harness.py PROGRAM [--quick]. A violation is told with its seed, keeps its folder, and makes the exit status 1;
harness.py PROGRAM --seed SEED --only FAULT --trial N repeats it. Devices are lost where FAKE_CUDA_LIBRARIES names the
folder of the driver that loses them (tests/gpu/fake_cuda). Exit status 77: h5py is missing.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
import traceback

try:
    import h5py
except ImportError as missing:
    print(f"{missing}; install python3-h5py")
    sys.exit(77)

import company
import damage
import kills
import pieces
import places
from stage import Skip, Stage, Trial, Violation

FAULTS = kills.FAULTS + pieces.FAULTS + damage.FAULTS + places.FAULTS + company.FAULTS
QUICK, LONG = (17, 20), (33, 100)  # the most entries and the generations: how much there is to compute


class Row:
    """What was counted of one fault."""

    def __init__(self, name):
        self.name = name
        self.trials = self.tried = self.resumed = self.lost = self.twice = self.violations = 0
        self.skipped = ""

    def add(self, trial, passed):
        self.trials += 1
        self.tried += trial.tried
        self.resumed += trial.tried if passed else 0
        self.lost += trial.lost
        self.twice += trial.twice
        self.violations += not passed


def attempt(stage, row, function, seed):
    """One trial. Its folder is kept if the program broke a promise."""
    trial = Trial(stage, seed)
    passed = False
    try:
        function(trial)
        passed = True
    except Skip as reason:
        row.skipped = str(reason)
        trial.release(keep=False)
        return
    except Violation as violation:
        print(f"\nVIOLATION: {row.name}, {repeat(seed)}, folder {trial.folder}\n{violation}", flush=True)
    except Exception:  # what the harness did not expect is no pass either
        print(f"\nVIOLATION? {row.name}, {repeat(seed)}, folder {trial.folder}\n{traceback.format_exc()}", flush=True)
    trial.release(keep=not passed)
    row.add(trial, passed)


def repeat(seed):
    base, name, number = seed.split("/")
    return f"repeat with --seed {base} --only '{name}' --trial {number}"


def run_fault(stage, options, name, function, trials):
    row = Row(name)
    numbers = range(trials) if options.trial is None else [options.trial]
    for number in numbers:
        attempt(stage, row, function, f"{options.seed}/{name}/{number}")
        if row.skipped:
            break
    return row


LINE = "{:<26}{:>8}{:>8}{:>9}{:>8}{:>8}{:>12}"


def print_row(row):
    if row.skipped:
        print(f"{row.name:<26}skipped: {row.skipped}", flush=True)
        return
    print(LINE.format(row.name, row.trials, row.tried, row.resumed, row.lost, row.twice, row.violations), flush=True)


def print_total(rows):
    total = Row("in all")
    for row in rows:
        for name in ("trials", "tried", "resumed", "lost", "twice", "violations"):
            setattr(total, name, getattr(total, name) + getattr(row, name))
    print_row(total)
    return total


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--quick", action="store_true", help="a few trials of each fault")
    parser.add_argument("--seed", default=None, help="of all that is random (default: drawn, and printed)")
    parser.add_argument("--only", default="", metavar="TEXT", help="only faults whose name contains it")
    parser.add_argument("--trial", type=int, default=None, metavar="N", help="only trial N of each")
    parser.add_argument("--times", type=float, default=1, metavar="X", help="so many times the trials")
    options = parser.parse_args(arguments)
    if options.seed is None:
        options.seed = str(random.SystemRandom().randrange(10**9))
    return options


def main(arguments):
    options = parse(arguments)
    if not places.in_own_namespace():
        print("no mount namespace of its own: full disks will be skipped")
    folder = tempfile.mkdtemp(prefix="lutdse-faults-")
    stage = Stage(options.program, folder, *(QUICK if options.quick else LONG))
    print(f"seed {options.seed}; devices {' and '.join(stage.devices)}; folder {folder}")
    print(LINE.format("fault", "trials", "tried", "resumed", "lost", "twice", "violations"), flush=True)
    begun, rows = time.monotonic(), []
    for name, function, quick, long in FAULTS:
        if options.only in name:
            trials = max(1, round((quick if options.quick else long) * options.times))
            rows.append(run_fault(stage, options, name, function, trials))
            print_row(rows[-1])
    total = print_total(rows)
    print(f"{time.monotonic() - begun:.0f} s")
    if total.violations == 0:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if total.violations > 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
