"""kill -9 and other signals, at random moments and at chosen ones."""

import os
import signal
import subprocess
import time

from stage import PROOFS, Skip, difference, require
from watch import Watch

WORDS = {signal.SIGINT: "SIGINT", signal.SIGTERM: "SIGTERM", signal.SIGHUP: "SIGHUP"}


def die(trial, process):
    process.kill()
    process.communicate()
    trial.tried += 1


def seconds_of(trial, text):
    """How long an undisturbed run takes on the trial's devices."""
    key = ("seconds", text, trial.devices)
    if key not in trial.stage.references:
        begun = time.monotonic()
        trial.lutdse("run", "x.yaml", "-o", trial.path("timed.h5"), "-d", trial.devices, "-t", "1", "-q")
        trial.stage.references[key] = time.monotonic() - begun
        os.unlink(trial.path("timed.h5"))
    return trial.stage.references[key]


def at_random(trial):
    """Several kills in a row, each at a random moment, then a run to the end."""
    whole = seconds_of(trial, trial.text)
    before = set()
    for _ in range(trial.chance.randint(1, 6)):
        process = trial.start_run()
        try:
            process.wait(trial.chance.uniform(0, whole * trial.chance.choice((0.05, 0.2, 0.5, 1))))
            require(process.returncode == 0, trial.finish(process))
            break
        except subprocess.TimeoutExpired:
            die(trial, process)
            before = trial.note_held(before)
            trial.look()
    trial.complete()


def at_event(*kinds, often=True):
    """Kills at the moments when the writer does something, which it does often or once."""

    def fault(trial):
        before = set()
        for _ in range(trial.chance.randint(1, 3)):
            with Watch(trial.output) as watch:
                process = trial.start_run()
                kind = trial.chance.choice(kinds)
                count = trial.chance.randint(1, trial.stage.batches // 2 if often else 1)
                if not watch.wait(process, kind, count):
                    require(trial.finish(process).status == 0, "the run failed")
                    break
                # At once, or a little later: while the file is written, synced, named.
                time.sleep(trial.chance.choice((0, 0, 1e-4, 3e-4, 1e-3, 3e-3)))
                die(trial, process)
            before = trial.note_held(before)
        trial.complete()

    return fault


def begin(trial):
    """A run that has taken its lock and finished some batches since, or none."""
    with Watch(trial.output) as watch:
        process = trial.start_run()
        require(watch.wait(process, "lock"), "the run never took its lock")
        watch.wait(process, "part named", trial.chance.choice((0, 0, 1, 3, 8, trial.stage.batches // 3)))
    time.sleep(trial.chance.choice((0, 1e-3, 5e-3)))
    return process


def signalled(*numbers):
    """A signal asks for a stop, a second one for a stop at once; the next run goes on."""

    def fault(trial):
        before = set()
        for _ in range(trial.chance.randint(1, 4)):
            number = trial.chance.choice(numbers)
            process = begin(trial)
            process.send_signal(number)
            result = trial.finish(process)
            if result.status == 0:
                break  # it had come to its end
            trial.tried += 1
            require(result.status == 130, f"{WORDS[number]} should end with status 130:", result)
            require("go on with: lutdse run" in result.err, "should say how to go on:", result)
            require(not result.summary["complete"], result)
            before = trial.note_held(before)
            trial.look()
        trial.complete()

    return fault


def interrupted_twice(trial):
    process = begin(trial)
    process.send_signal(signal.SIGINT)
    time.sleep(trial.chance.choice((1e-4, 1e-3, 5e-3)))
    process.send_signal(signal.SIGINT)
    result = trial.finish(process)
    require(result.status in (0, 130), "two SIGINTs should end with status 130:", result)
    trial.tried += 1
    trial.complete()


def unproven(trial):
    """A copy of a file whose optima are to be proven, and what it should become."""
    trial.set_sweep(PROOFS)
    with open(trial.stage.reference(PROOFS, "--no-certify"), "rb") as from_file, open(trial.output, "wb") as to_file:
        to_file.write(from_file.read())
    key = "certified"
    if key not in trial.stage.references:
        begun = time.monotonic()
        trial.lutdse("certify", trial.output, "-q", "-t", "1")
        seconds = time.monotonic() - begun
        name = os.path.join(trial.stage.folder, "certified.h5")
        os.rename(trial.output, name)
        trial.stage.references[key] = (name, seconds)
        return unproven(trial)
    return trial.stage.references[key]


def certify(trial):
    """kill -9 of a certification; it goes on by another one, or by the run."""
    expected, whole = unproven(trial)
    points = trial.held()
    for _ in range(trial.chance.randint(1, 4)):
        process = trial.start("certify", trial.output, "-q", "-t", "1")
        try:
            process.wait(trial.chance.uniform(0, whole))
            break
        except subprocess.TimeoutExpired:
            die(trial, process)
            trial.note_held(points)
    if trial.chance.random() < 0.3:
        trial.lutdse("run", "x.yaml", "-o", trial.output, "-q", "-t", "1")
    trial.lutdse("certify", trial.output, "-q", "-t", "1")
    differs = difference(trial.output, expected)
    require(not differs, f"{', '.join(differs)}: differ from those of {expected}")


def halves(trial):
    """Two files that together are the sweep, with some points in both, and the file that they make."""
    if "merge" not in trial.stage.commands:
        raise Skip("the program has no command merge")
    key = "halves"
    if key not in trial.stage.references:
        text = trial.stage.sweep
        grids = text.split("  - functions")
        names = []
        for number, chosen in enumerate((grids[:3], [grids[0], *grids[2:]])):
            names.append(os.path.join(trial.stage.folder, f"half-{number}.h5"))
            with open(names[-1] + ".yaml", "w", encoding="utf-8") as file:
                file.write("  - functions".join(chosen))
            trial.lutdse("run", names[-1] + ".yaml", "-o", names[-1], "-d", "cpu", "-t", "1", "-q")
        whole = os.path.join(trial.stage.folder, "merged.h5")
        begun = time.monotonic()
        trial.lutdse("merge", *names, "-o", whole)
        trial.stage.references[key] = (names, whole, time.monotonic() - begun)
    return trial.stage.references[key]


def merge(trial):
    """kill -9 of a merge: its output is not there, or whole; the next merge makes it."""
    names, whole, seconds = halves(trial)
    for _ in range(trial.chance.randint(1, 4)):
        process = trial.start("merge", *names, "-o", trial.output)
        try:
            process.wait(trial.chance.uniform(0, seconds * trial.chance.choice((0.2, 0.5, 1))))
            break
        except subprocess.TimeoutExpired:
            die(trial, process)
        if os.path.exists(trial.output):
            require(not difference(trial.output, whole), "half a file was left under the name of the output")
            os.unlink(trial.output)
    if os.path.exists(trial.output):
        os.unlink(trial.output)
    trial.lutdse("merge", *names, "-o", trial.output)
    differs = difference(trial.output, whole)
    require(not differs, f"{', '.join(differs)}: differ from those of {whole}")
    require(not [name for name in os.listdir(trial.folder) if name.endswith(".tmp")], "a temporary file is left")


FAULTS = [
    # name, function, trials of the quick form, of the long one
    ("kill -9, any moment", at_random, 3, 40),
    ("kill -9, part written", at_event("part begun", "part named"), 2, 30),
    ("kill -9, part deleted", at_event("part deleted"), 2, 25),
    ("kill -9, results written", at_event("results begun", "results named", often=False), 2, 15),
    ("SIGINT", signalled(signal.SIGINT), 1, 8),
    ("SIGTERM", signalled(signal.SIGTERM), 1, 8),
    ("SIGHUP", signalled(signal.SIGHUP), 1, 8),
    ("SIGINT twice", interrupted_twice, 1, 10),
    ("kill -9 of certify", certify, 1, 10),
    ("kill -9 of merge", merge, 1, 10),
]
