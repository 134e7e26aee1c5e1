"""What the tests of clusters share: a sweep of a few seconds, its shards as files and processes, faults."""

import os
import signal
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "cli"))
sys.dont_write_bytecode = True

import harness  # noqa: E402
from harness import Case, table  # noqa: E402

SHARDS = 8
POINTS = 8 * 3 * 12
SCRIPTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, "sweeps", "slurm")

# 24 problems, and for each of them as many batches as there are numbers of entries.
SWEEP = """name: cluster
engine: {name: islands, islands: 4, population: 64, generations: 400, agree: 0, patience: 0}
grids:
  - functions: [gelu, exp, tanh, silu, sigmoid, erf, mish, softplus]
    scale_sets: [[2^0..2^-6], [2^-2..2^-6], [2^-3]]
    entries: 2..24/2
"""


def processes(output):
    """Ids of the processes of lutdse that run a sweep into this file."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                words = file.read().decode(errors="replace").split("\0")
        except OSError:
            continue  # it has ended
        if words[1:2] == ["run"] and output in words:
            found.append(int(pid))
    return found


def content(path):
    """Every table of a results file but /runs."""
    found = {}

    def take(name, item):
        if isinstance(item, harness.h5py.Dataset) and name != "runs":
            found[name] = (item.dtype, item.shape, item[()] if item.shape == () else item[()].tobytes())

    with harness.h5py.File(path, "r") as file:
        file.visititems(take)
    return found


class ShardCase(Case):
    """A folder with the sweep, and what a single run of it finds."""

    def setUp(self):
        super().setUp()
        os.chmod(self.folder, 0o755)
        self.sweep = self.path(self.write("cluster.yaml", SWEEP))
        self.results = self.path("results")
        os.mkdir(self.results)
        self.lutdse("run", self.sweep, "-o", "whole.h5", "--quiet")

    def shard_file(self, shard):
        return os.path.join(self.results, f"cluster-{shard}-of-{SHARDS}.h5")

    def under_way(self, shard):
        """The shard runs, and has finished some batches but not all."""
        return bool(self.parts(self.shard_file(shard))) and bool(processes(self.shard_file(shard)))

    def send(self, shard, number):
        for pid in processes(self.shard_file(shard)):
            os.kill(pid, number)

    def watch(self, *shards):
        """From now on, each of these is frozen as soon as it is in the middle of its first run: while one is dealt with,
        the next cannot come to its end."""
        self.frozen = {shard: threading.Event() for shard in shards}

        def look():
            while not self.unwatched.wait(0.01):
                for shard, frozen in self.frozen.items():
                    if not frozen.is_set() and self.under_way(shard):
                        self.send(shard, signal.SIGSTOP)
                        frozen.set()

        watcher = threading.Thread(target=look)
        self.unwatched = threading.Event()
        self.addCleanup(watcher.join)
        self.addCleanup(self.unwatched.set)
        watcher.start()

    def fault(self, shard, number):
        """A signal in the middle of the run of a shard that is watched."""
        self.wait_until(self.frozen[shard].is_set)
        self.send(shard, number)
        self.send(shard, signal.SIGCONT)

    def check_merged(self, merged):
        """Bit for bit what a single run finds; and of no point a result was thrown away that had become a file."""
        self.assertEqual(content(merged), content(self.path("whole.h5")))
        self.assertEqual(table(merged, "runs")["points"].sum(), POINTS)
        self.assertEqual(self.leftovers(), [])
        self.lutdse("verify", merged)


def main():
    harness.main()
