"""Shards under GNU parallel: one is killed and retried, then everything is killed and the same command resumes."""

import os
import shutil
import signal
import subprocess
import sys
import unittest

import shards
from shards import SHARDS, ShardCase, processes


@unittest.skipIf(shutil.which("parallel") is None, "GNU parallel not found; install parallel")
@shards.harness.needs_h5py
class Parallel(ShardCase):
    def start(self, *arguments, **options):
        if arguments[0] != "parallel":
            return super().start(*arguments, **options)
        process = subprocess.Popen(arguments, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, start_new_session=True,
                                   env={**os.environ, "PARALLEL_HOME": self.path("home"), "SHELL": "/bin/sh"})
        self.addCleanup(self.end_group, process)
        return process

    def end_group(self, process):
        """Parallel gives each job a process group of its own."""
        process.kill()
        process.communicate()
        for shard in range(1, SHARDS + 1):
            for pid in processes(self.shard_file(shard)):
                os.kill(pid, signal.SIGKILL)

    def start_all(self):
        output = os.path.join(self.results, f"cluster-{{}}-of-{SHARDS}.h5")
        return self.start("parallel", "--will-cite", "-j2", "--retries", "3", "--joblog", "jobs", "--resume-failed",
                          shards.harness.PROGRAM, "run", self.sweep, "--shard", f"{{}}/{SHARDS}", "-o", output, "-d", "cpu",
                          "-t", "1", "--quiet", ":::", *(str(shard) for shard in range(1, SHARDS + 1)))

    def jobs(self):
        """Exit statuses, or negative signals, by shard: of the last attempt of each."""
        with open(self.path("jobs"), encoding="utf-8") as file:
            rows = [line.split("\t") for line in file.read().splitlines()[1:]]
        return {int(row[0]): int(row[6]) or -int(row[7]) for row in rows}

    def test_killed(self):
        self.watch(1, 5)
        process = self.start_all()
        self.fault(1, signal.SIGKILL)
        self.wait_until(lambda: self.frozen[5].is_set() and 1 in self.jobs(), process)
        self.end_group(process)
        self.assertEqual(self.jobs()[1], 0)
        self.assertNotIn(5, self.jobs())
        result = self.finish(self.start_all())
        self.assertEqual(result.status, 0, result.err)
        self.assertEqual(self.jobs(), {shard: 0 for shard in range(1, SHARDS + 1)})
        self.lutdse("merge", *map(self.shard_file, range(1, SHARDS + 1)), "-o", "results/cluster.h5")
        self.check_merged(self.path("results", "cluster.h5"))


if __name__ == "__main__":
    sys.exit(shards.main())
