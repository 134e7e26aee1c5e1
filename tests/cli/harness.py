"""What the command-line tests share: the program under test, a folder per test, small sweeps, reading results.

Each script is run as SCRIPT PROGRAM and exits with 77, for "skipped", if none of its tests could run.
"""

import glob
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

try:
    import h5py
    import numpy
except ImportError as missing:
    h5py = numpy = None
    print(f"{missing}: tests that look into results files are skipped; install python3-h5py", file=sys.stderr)

needs_h5py = unittest.skipIf(h5py is None, "h5py is missing; install python3-h5py")

PROGRAM = ""
LIMIT = 400  # seconds until a hanging command fails its test; sanitizers and busy machines are slow

SMALL = """name: small
engine: {name: islands, islands: 2, population: 16, generations: 20}
grids:
  - functions: [gelu, exp]
    entries: [2, 4, 6]
"""

# Every entry count is a batch of its own, and so a part of its own.
MANY_BATCHES = """name: many
engine: {name: islands, islands: 4, population: 16, generations: 50, agree: 0, patience: 0}
grids:
  - functions: [gelu, exp, tanh]
    entries: 2..28
"""

# One batch that takes minutes.
ENDLESS = """name: endless
engine: {name: islands, islands: 16, population: 1024, generations: 1000000, agree: 0, patience: 0}
grids: {functions: gelu, entries: 32}
"""


class Result:
    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err


class Case(unittest.TestCase):
    """A test with a folder of its own, which is the working directory of what it runs."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="lutdse-cli-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return name

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def start(self, *arguments, **options):
        """Start the program; it ends with the test at the latest."""
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **options}
        process = subprocess.Popen([PROGRAM, *arguments], cwd=self.folder, stdin=subprocess.DEVNULL, **options)
        self.addCleanup(self.end, process)
        return process

    @staticmethod
    def end(process):
        if process.poll() is None:
            process.kill()
        process.communicate()

    @staticmethod
    def finish(process):
        out, err = process.communicate(timeout=LIMIT)
        return Result(process.returncode, out, err)

    def lutdse(self, *arguments, status=0, **options):
        """Run the program to its end and check its exit status, and that no sanitizer and no signal ended it."""
        result = self.finish(self.start(*arguments, **options))
        self.assertEqual(result.status, status, f"lutdse {' '.join(arguments)}\n{result.out}\n{result.err}")
        return result

    def fails(self, status, *arguments, says=(), **options):
        """The program fails with one message for people, and prints no result."""
        result = self.lutdse(*arguments, status=status, **options)
        self.assertEqual(result.out or "", "")
        self.assertTrue(result.err.startswith("lutdse"), result.err)
        for text in says:
            self.assertIn(text, result.err)
        return result

    def json(self, *arguments):
        return json.loads(self.lutdse(*arguments).out)

    def run_small(self, output="small.h5", *options):
        self.write("small.yaml", SMALL)
        return self.lutdse("run", "small.yaml", "-o", output, "-t", "1", *options)

    def parts(self, output):
        return glob.glob(glob.escape(self.path(output + ".parts")) + "/part-*.h5")

    def leftovers(self):
        """Temporary files and folders of parts, anywhere below the folder."""
        names = []
        for folder, folders, files in os.walk(self.folder):
            names += [os.path.join(folder, name) for name in folders + files if name.endswith((".tmp", ".parts"))]
        return names

    def wait_until(self, condition, process=None):
        """Wait for something that the program does; it must not end before."""
        limit = time.monotonic() + LIMIT
        while not condition():
            self.assertLess(time.monotonic(), limit, "waited in vain")
            if process is not None:
                self.assertIsNone(process.poll(), "the program ended too early")
            time.sleep(0.002)

    def report(self, output):
        """What the status file of a run says; nothing if there is none."""
        try:
            return json.loads(self.read(output + ".parts/status.json"))
        except FileNotFoundError:
            return {}

    def wait_until_computing(self, process, output):
        """Wait until a run is within a batch: it says that it computes, and from then on it does."""
        self.wait_until(lambda: self.report(output).get("state") == "computing", process)
        begun = processor_seconds(process)
        self.wait_until(lambda: processor_seconds(process) > begun + 0.1, process)


def processor_seconds(process):
    with open(f"/proc/{process.pid}/stat", encoding="utf-8") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def tables(path):
    """What a results file says, without the records of the runs that made it."""
    with h5py.File(path, "r") as file:
        content = {name: file[name][:] for name in ("points", "designs", "errors", "convergence", "fronts", "functions")}
        return {name: (table.dtype, table.tobytes()) for name, table in content.items()}


def table(path, name):
    with h5py.File(path, "r") as file:
        return file[name][:]


def interrupt(process):
    process.send_signal(signal.SIGINT)


def main():
    global PROGRAM
    if len(sys.argv) < 2:
        sys.exit(f"usage: {sys.argv[0]} PROGRAM [unittest's options]")
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    result = unittest.main(module="__main__", exit=False).result
    if not result.wasSuccessful():
        sys.exit(1)
    sys.exit(77 if result.testsRun > 0 and len(result.skipped) == result.testsRun else 0)
