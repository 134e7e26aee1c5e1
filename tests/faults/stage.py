"""Where faults happen: the program under test, a folder per trial, what a folder holds, and what it should."""

import glob
import json
import os
import random
import re
import shutil
import subprocess
import tempfile

import h5py

LIMIT = 300  # seconds until a hanging command is a violation; sanitizers and busy machines are slow

# Batches by the dozen: islands at two sizes of population, and the exact engine on other grids.
SWEEP = """name: faults
grids:
  - functions: [gelu, exp]
    entries: 2..{most}
    engine: {{name: islands, islands: 2, population: 16, generations: {effort}, agree: 0, patience: 0}}
  - functions: [gelu, tanh]
    entries: 2..{most}
    engine: {{name: islands, islands: 2, population: 32, generations: {effort}, agree: 0, patience: 0}}
  - functions: [tanh, silu]
    scale_sets: [[2^-3], [2^-4, 2^-5]]
    in_bits: [7, 8]
    entries: [2..6, 8]
    engine: {{name: exact}}
    hardware: {{pipeline: [0, 1]}}
"""

# Proofs that together keep a processor busy for a moment.
PROOFS = """name: proofs
engine: {name: islands, islands: 1, population: 16, generations: 5}
grids:
  - functions: [gelu, silu, tanh, sigmoid, erf]
    in_bits: 12
    scale_sets: [[2^-4..2^-6], [0.05, 0.02]]
    entries: [4, 16]
"""


class Violation(Exception):
    """The program broke a promise."""


class Skip(Exception):
    """The trial cannot be done here; says why."""


def require(condition, *says):
    if not condition:
        raise Violation("\n".join(str(text) for text in says))


class Result:
    def __init__(self, process, out, err):
        self.status, self.out, self.err, self.command = process.returncode, out, err, process.args

    def __str__(self):
        return f"{' '.join(self.command)}\nstatus {self.status}\n{self.out}{self.err}"

    @property
    def summary(self):
        return json.loads(self.out)


def check_refusal(result, status, *says):
    require(result.status == status, f"expected status {status}:", result)
    require("lutdse: " in result.err and all(text in result.err for text in says), f"should say {says}:", result)


def datasets(path):
    """All that a results file says, without the records of the runs that made it and the sweep's text."""
    content = {}

    def keep(name, item):
        if isinstance(item, h5py.Dataset) and name not in ("runs", "sweep"):
            content[name] = (item.dtype, item[:].tobytes())

    with h5py.File(path, "r") as file:
        file.visititems(keep)
    return content


def difference(path, other):
    a, b = datasets(path), datasets(other)
    return sorted(set(a) ^ set(b)) + [name for name in sorted(set(a) & set(b)) if a[name] != b[name]]


def ids(path):
    """Identities of the points of a file; none if it cannot be read."""
    try:
        with h5py.File(path, "r") as file:
            return {row.decode() for row in file["points"]["id"]}
    except (OSError, KeyError):
        return set()


def parts(output):
    return sorted(glob.glob(glob.escape(output) + ".parts/part-*.h5"))


def held(output):
    """Identities of all points that are safe on disk for the next run."""
    return set().union(ids(output), *(ids(part) for part in parts(output)))


class Stage:
    """What all trials share: the program, its devices and commands, undisturbed runs of sweeps."""

    def __init__(self, program, folder, most, effort):
        self.program = os.path.abspath(program)
        self.folder = folder
        self.sweep = SWEEP.format(most=most, effort=effort)
        self.batches = 2 * (most - 1) + 8
        self.references = {}
        listed = json.loads(subprocess.run([self.program, "devices", "--json"], capture_output=True, check=True).stdout)
        found = [device["id"] for device in listed["devices"] if device["usable"]]
        self.devices = ["cpu", ",".join(found)] if len(found) > 1 else ["cpu"]
        self.commands = {name for name in ("merge", "verify", "status", "certify") if name in self.help_words("--help")}
        self.options = {name for name in ("--shard", "--time-limit") if name in self.help_words("run", "--help")}

    def help_words(self, *arguments):
        said = subprocess.run([self.program, *arguments], capture_output=True, text=True, check=True).stdout
        return set(re.split(r"[\s=,\[]+", said))

    def reference(self, text, *options):
        """The results file of an undisturbed run of a sweep."""
        key = (text, options)
        if key not in self.references:
            name = os.path.join(self.folder, f"reference-{len(self.references)}")
            with open(name + ".yaml", "w", encoding="utf-8") as file:
                file.write(text)
            command = [self.program, "run", name + ".yaml", "-o", name + ".h5", "-d", "cpu", "-t", "1", "-q", *options]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder)
            self.references[key] = name + ".h5"
        return self.references[key]


class Trial:
    """One trial: a folder, random numbers of its own, a sweep to be brought to its end, and what was counted."""

    def __init__(self, stage, seed):
        self.stage = stage
        self.seed = seed
        self.chance = random.Random(seed)
        self.folder = tempfile.mkdtemp(prefix="trial-", dir=stage.folder)
        self.tried = self.lost = self.twice = 0
        self.environment = {}
        self.user = {}
        self.devices = self.chance.choice(stage.devices)
        self.output = self.path("x.h5")
        self.processes = []
        self.set_sweep(stage.sweep)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def set_sweep(self, text):
        self.text = text
        with open(self.path("x.yaml"), "w", encoding="utf-8") as file:
            file.write(text)

    def start(self, *arguments, **options):
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **self.user, **options}
        process = subprocess.Popen(
            [self.stage.program, *arguments],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **self.environment},
            **options,
        )
        self.processes.append(process)
        return process

    def start_run(self, *options, **popen):
        command = ["run", "x.yaml", "-o", self.output, "-d", self.devices, "-t", "1", "--json"]
        return self.start(*command, *options, **popen)

    def finish(self, process):
        try:
            result = Result(process, *process.communicate(timeout=LIMIT))
        except subprocess.TimeoutExpired as late:
            raise Violation(f"hangs: {' '.join(process.args)}") from late
        require("Sanitizer" not in result.err and "runtime error" not in result.err, result)
        return result

    def lutdse(self, *arguments, status=0, **options):
        result = self.finish(self.start(*arguments, **options))
        require(result.status == status, f"expected status {status}:", result)
        return result

    def fails(self, process, status, *says):
        """The program ends with one clear message."""
        result = self.finish(process)
        check_refusal(result, status, *says)
        return result

    def reference(self):
        return self.stage.reference(self.text)

    def held(self):
        return held(self.output)

    def note_held(self, before):
        """Count what is gone since `before`; what is there now."""
        now = self.held()
        self.lost += len(before - now)
        require(before <= now, f"{len(before - now)} points are lost that were on disk")
        return now

    def complete(self, before=None):
        """
        The next run, which goes on to the end: nothing of what was safe on disk before is computed again, and all is as
        it should be.
        """
        wanted, before = ids(self.reference()), self.held() if before is None else before
        result = self.finish(self.start_run())
        require(result.status == 0, "the next run should come to its end:", result)
        summary = result.summary
        require(summary["complete"] and summary["points"] == len(wanted), "not complete:", result)
        lost = len(before & wanted) - summary["found_before"]
        self.lost += max(0, lost)
        require(lost <= 0, f"{lost} points were on disk and were computed again:", result)
        self.check()
        return result

    def check(self):
        """The results file is that of an undisturbed run, bit for bit, and nothing is left beside it."""
        differs = difference(self.output, self.reference())
        require(not differs, f"{', '.join(differs)}: differ from those of {self.reference()}")
        self.twice += self.recorded() - len(ids(self.output)) - len(self.set_aside())
        names = [name for _, folders, files in os.walk(self.folder) for name in folders + files]
        names = [name for name in names if name.endswith((".tmp", ".parts"))]
        require(not names, f"left behind: {', '.join(names)}")
        if "verify" in self.stage.commands and self.chance.random() < 0.1:
            self.lutdse("verify", self.output)

    def set_aside(self):
        """Identities of the points that the sweep does not have."""
        paths = glob.glob(glob.escape(self.folder) + "/**/x.aside-*", recursive=True)
        return set().union(*(ids(path) for path in paths))

    def recorded(self):
        """Points by the records of all runs that contributed: one that was kept twice counts twice."""
        with h5py.File(self.output, "r") as file:
            return int(file["runs"]["points"].sum())

    def look(self):
        """Looking at an unfinished run changes nothing; one that was killed before it took its lock left none."""
        if "status" not in self.stage.commands or not os.path.isdir(self.output + ".parts"):
            return
        before = {name: os.stat(name).st_mtime_ns for name in [self.output + ".parts", *parts(self.output)]}
        begun = parts(self.output) or "lock" in os.listdir(self.output + ".parts") or os.path.exists(self.output)
        if begun:
            self.lutdse("status", self.output)
        else:
            check_refusal(self.lutdse("status", self.output, status=6), 6, "no run of one")
        after = {name: os.stat(name).st_mtime_ns for name in [self.output + ".parts", *parts(self.output)]}
        require(before == after, "looking at the run changed its folder")

    def release(self, keep):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.communicate()
        if not keep:
            subprocess.run(["chmod", "-R", "u+rwX", self.folder], check=False, stderr=subprocess.DEVNULL)
            shutil.rmtree(self.folder, ignore_errors=True)
