"""The scripts of sweeps/slurm/ under a real Slurm: a job array of shards that are killed, requeued and preempted."""

import datetime
import os
import pwd
import signal
import sys
import time
import unittest

import shards
from private_slurm import PrivateSlurm, missing
from shards import SCRIPTS, SHARDS, ShardCase

LIMIT = 300  # seconds until the jobs must be done; they take some 20
absent = missing()


def why_not():
    if absent:
        return f"{', '.join(absent)} not found; install slurmctld, slurmd, slurm-client, munge"
    try:
        pwd.getpwuid(os.getuid())
    except KeyError:
        return "Slurm wants a user that has a name"
    return None


@unittest.skipIf(why_not(), why_not())
@shards.harness.needs_h5py
class Slurm(ShardCase):
    def setUp(self):
        super().setUp()
        folder = self.path("slurm")
        os.mkdir(folder, 0o755)
        self.slurm = PrivateSlurm(folder)
        self.slurm.environment.update(LUTDSE=shards.harness.PROGRAM, LUTDSE_PAUSE="1", LUTDSE_RUN="-d cpu")
        self.addCleanup(self.slurm.stop)
        self.slurm.start()

    def submit(self):
        """Ids of the array and of the job that merges."""
        said = self.slurm.output(os.path.join(SCRIPTS, "submit"), self.sweep, str(SHARDS), self.results, "--gres=gpu:1",
                                 "--time=30", "--cpus-per-task=1")
        words = said.split()
        self.assertEqual(words[0::2], ["shards", "merge"], said)
        return words[1::2]

    def state(self, job):
        return self.slurm.output("squeue", "-h", "-t", "all", "-j", job, "-o", "%T")

    def log(self, job):
        try:
            with open(os.path.join(self.results, "logs", f"{job}.log"), encoding="utf-8") as file:
                return file.read()
        except FileNotFoundError:
            return ""

    def wake(self, array, shard):
        """Once Slurm has decided to end a frozen shard: it would wait half a minute for what cannot hear."""
        self.wait_until(lambda: self.state(f"{array}_{shard}") != "RUNNING")
        self.send(shard, signal.SIGCONT)

    def preempt(self, array, shard):
        """A short job of the partition of higher priority, on the node of the shard."""
        self.wait_until(self.frozen[shard].is_set)
        node = self.slurm.output("squeue", "-h", "-j", f"{array}_{shard}", "-o", "%N")
        self.slurm.output("sbatch", "-p", "urgent", "-w", node, "-o", "/dev/null", "--wrap", "true")
        self.wake(array, shard)

    def requeue(self, array, shard):
        self.wait_until(self.frozen[shard].is_set)
        self.slurm.output("scontrol", "requeue", f"{array}_{shard}")
        self.wake(array, shard)

    def hurry(self):
        """Slurm lets a requeued job wait for two minutes; a test has no time for that. Three seconds there must be: it
        refuses credentials of the second in which it ended the job."""
        soon = datetime.datetime.now() + datetime.timedelta(seconds=10)
        for line in self.slurm.output("squeue", "-h", "-r", "-t", "PENDING", "-o", "%i %S %r").splitlines():
            job, start, reason = line.split(maxsplit=2)
            if reason == "BeginTime" and start > soon.isoformat():
                self.slurm.output("scontrol", "update", f"JobId={job}", "StartTime=now+3", check=False)

    def wait_for(self, job):
        limit = time.monotonic() + LIMIT
        while (state := self.state(job)) in ("PENDING", "RUNNING", "COMPLETING"):
            self.assertLess(time.monotonic(), limit, self.story())
            self.hurry()
            time.sleep(0.5)
        self.assertEqual(state, "COMPLETED", self.story())

    def story(self):
        logs = os.path.join(self.results, "logs")
        texts = [self.slurm.output("squeue", "-t", "all", check=False)]
        texts += [f"--- {name}\n{self.log(name.removesuffix('.log'))}" for name in sorted(os.listdir(logs))]
        return "\n".join(texts + [self.slurm.logs()])

    def test_array(self):
        self.watch(1, 2, 3, SHARDS)
        array, merge = self.submit()
        self.fault(1, signal.SIGKILL)
        self.requeue(array, 2)
        self.preempt(array, 3)
        # As when its time is over: the task queues itself again. The last one's job id is that of the array, too.
        self.fault(SHARDS, signal.SIGTERM)
        self.wait_for(merge)
        self.assertIn("lutdse ended with status 137, attempt 1 of 3", self.log(f"{array}-1"))
        for shard in range(1, SHARDS + 1):
            log = self.log(f"{array}-{shard}")
            self.assertEqual("start 2 of task" in log, shard in (2, 3, SHARDS), log)
            self.assertEqual(log.count("is complete"), 1, log)
        self.check_merged(os.path.join(self.results, "cluster.h5"))


if __name__ == "__main__":
    sys.exit(shards.main())
