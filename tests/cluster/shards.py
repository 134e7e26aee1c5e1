"""What the tests of clusters share: a sweep of a few seconds, its shards as files and processes, faults."""

import os
import signal
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "cli"))
sys.dont_write_bytecode = True

import harness  # noqa: E402
from harness import Case, table, tables  # noqa: E402,F401

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

    def fault(self, shard, number):
        """A signal in the middle of the shard's run: frozen first, so that it cannot come to its end meanwhile."""
        self.wait_until(lambda: self.under_way(shard))
        for kind in (signal.SIGSTOP, number, signal.SIGCONT):
            for pid in processes(self.shard_file(shard)):
                os.kill(pid, kind)

    def check_merged(self, merged):
        """Bit for bit what a single run finds, and no point was searched twice but for what a kill threw away."""
        self.assertEqual(tables(merged), tables(self.path("whole.h5")))
        self.assertEqual(len(table(merged, "points")), POINTS)
        self.assertEqual(self.leftovers(), [])
        self.lutdse("verify", merged)


def main():
    harness.main()
