"""What sweeps/slurm/ makes of lutdse's exit statuses, of signals and of Slurm's answers, all of them make-believe.

Usage: test_scripts.py. Slurm and lutdse are stood for by scripts that keep count of how they were called.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

SCRIPTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir, "sweeps", "slurm")
LIMIT = 240  # seconds until a script must be done; they take tenths

# Each says how it was called; lutdse then does what the next line of `script` says.
FAKES = {
    "lutdse": 'echo "$*" >> lutdse.calls\nn=$(wc -l < lutdse.calls)\neval "$(sed -n "${n}p" script)"\n',
    "squeue": 'case "$*" in\n"-h -j 42_3 -o %L") cat left ;;\n"-h -j 42_3 -o %T") cat state ;;\nesac\n',
    "scontrol": 'echo "$*" >> scontrol.calls\n',
    "sbatch": 'echo "$*" >> sbatch.calls\necho "$((100 + $(wc -l < sbatch.calls)));here"\n',
}


class Scripts(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="lutdse-scripts-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        os.mkdir(self.path("bin"))
        os.mkdir(self.path("out"))
        for name, text in FAKES.items():
            self.write(os.path.join("bin", name), "#!/bin/sh\n" + text)
            os.chmod(self.path("bin", name), 0o755)
        self.write("left", "10:00\n")
        self.write("state", "RUNNING\n")
        self.write("my sweep.yaml", "")

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def calls(self, name):
        try:
            with open(self.path(f"{name}.calls"), encoding="utf-8") as file:
                return file.read().splitlines()
        except FileNotFoundError:
            return []

    def start(self, script, *arguments, **environment):
        variables = {name: value for name, value in os.environ.items() if not name.startswith(("SLURM_", "LUTDSE"))}
        variables.update(PATH=f"{self.path('bin')}:{os.environ['PATH']}", **{"LUTDSE_PAUSE": "0", **environment})
        return subprocess.Popen(["bash", os.path.join(SCRIPTS, script), *arguments], cwd=self.folder, env=variables,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def finish(self, process, status):
        said, _ = process.communicate(timeout=LIMIT)
        self.assertEqual(process.returncode, status, said)
        return said

    def start_shard(self, *script, **environment):
        self.write("script", "\n".join(script) + "\n")
        return self.start("shard.sbatch", "lutdse", "my sweep.yaml", "8", "out", "-d", "cpu", SLURM_ARRAY_TASK_ID="3",
                          SLURM_ARRAY_JOB_ID="42", **environment)

    def shard(self, status, *script, **environment):
        return self.finish(self.start_shard(*script, **environment), status)

    def wait_until(self, condition):
        limit = time.monotonic() + LIMIT
        while not condition():
            self.assertLess(time.monotonic(), limit)
            time.sleep(0.01)


class Shard(Scripts):
    def test_complete(self):
        self.assertIn("shard 3 of 8 is complete", self.shard(0, "exit 0"))
        self.assertEqual(self.calls("lutdse"), ["run my sweep.yaml --shard 3/8 -o out/my sweep-3-of-8.h5 --quiet "
                                                "--time-limit 480s -d cpu"])
        self.assertEqual(self.calls("scontrol"), [])

    def test_threads(self):
        self.shard(0, "exit 0", SLURM_CPUS_PER_TASK="5")
        self.assertTrue(self.calls("lutdse")[0].endswith(" --time-limit 480s -t 5 -d cpu"))

    def test_time_limits(self):
        for left, limit in (("1-02:03:04", 93664), ("08:09", 369), ("2:00", 1), ("0:00", 1), ("3:00:00", 10680)):
            self.write("left", left + "\n")
            self.shard(0, *["exit 0"] * 9)
            self.assertIn(f" --time-limit {limit}s ", self.calls("lutdse")[-1])
        for left in ("UNLIMITED", "NOT_SET", "INVALID", ""):
            self.write("left", left + "\n")
            self.shard(0, *["exit 0"] * 9)
            self.assertNotIn("--time-limit", self.calls("lutdse")[-1])

    def test_killed_and_retried(self):
        said = self.shard(0, "kill -9 $$", "exit 5", "exit 0")
        self.assertIn("status 137, attempt 1 of 3", said)
        self.assertIn("status 5, attempt 2 of 3", said)

    def test_killed_over_and_over(self):
        self.shard(137, *["kill -9 $$"] * 9)
        self.assertEqual(len(self.calls("lutdse")), 3)
        self.assertEqual(self.calls("scontrol"), [])

    def test_mistakes_are_not_repeated(self):
        self.shard(3, *["exit 3"] * 9)
        self.assertEqual(len(self.calls("lutdse")), 1)

    def test_stopped_and_requeued(self):
        self.assertIn("queued again", self.shard(130, "exit 130"))
        self.assertEqual(self.calls("scontrol"), ["requeue 42_3"])

    def test_cancelled(self):
        for state in ("COMPLETING", "CANCELLED"):
            self.write("state", state + "\n")
            self.assertIn("shard 3 of 8 stopped", self.shard(130, "exit 130", "exit 130"))
        self.assertEqual(self.calls("scontrol"), [])

    def test_time_limit_with_progress(self):
        self.write("left", "2:00\n")
        self.shard(130, "mkdir 'out/my sweep-3-of-8.h5.parts'; echo > 'out/my sweep-3-of-8.h5.parts/part-1.h5'; exit 130")
        self.assertEqual(self.calls("scontrol"), ["requeue 42_3"])

    def test_time_limit_without_progress(self):
        self.write("left", "2:00\n")
        self.assertIn("finished nothing", self.shard(1, "exit 130"))
        self.assertEqual(self.calls("scontrol"), [])

    def test_signal_is_passed_on(self):
        process = self.start_shard("trap 'exit 130' TERM; echo > ready; while :; do sleep 0.01; done")
        self.wait_until(lambda: os.path.exists(self.path("ready")))
        process.send_signal(signal.SIGTERM)
        self.finish(process, 130)
        self.assertEqual(self.calls("scontrol"), ["requeue 42_3"])

    def test_signal_between_attempts(self):
        process = self.start_shard("echo > ready; exit 5", "exit 0", LUTDSE_PAUSE="1000")
        self.wait_until(lambda: os.path.exists(self.path("ready")))
        process.send_signal(signal.SIGTERM)
        self.finish(process, 130)
        self.assertEqual(len(self.calls("lutdse")), 1)

    def test_no_array(self):
        self.assertIn("usage", self.finish(self.start("shard.sbatch", "lutdse", "my sweep.yaml", "8", "out"), 2))


class Submit(Scripts):
    def submit(self, status, *arguments, **environment):
        self.write("script", "\n".join([environment.pop("script", "exit 0")] * 9))
        return self.finish(self.start("submit", *arguments, **environment), status)

    def test_both_jobs(self):
        said = self.submit(0, "my sweep.yaml", "8", "new folder", "--gres=gpu:1", LUTDSE_RUN="--certify -d cuda:0")
        self.assertEqual(said, "shards 101\nmerge 102\n")
        shards, merge = self.calls("sbatch")
        here, folder = os.path.realpath(self.folder), os.path.realpath(self.path("new folder"))
        what = f".sbatch {here}/bin/lutdse {here}/my sweep.yaml 8 {folder}"
        self.assertTrue(shards.startswith(f"--parsable --array=1-8 --output={folder}/logs/%A-%a.log --gres=gpu:1 "), shards)
        self.assertTrue(shards.endswith(f"shard{what} --certify -d cuda:0"), shards)
        self.assertTrue(merge.startswith("--parsable --dependency=afterok:101 --kill-on-invalid-dep=yes "), merge)
        self.assertTrue(merge.endswith(f"merge{what}"), merge)
        self.assertTrue(os.path.isdir(self.path("new folder", "logs")))

    def test_refuses(self):
        self.submit(3, "my sweep.yaml", "8", "out", script="exit 3")
        for arguments in (("none.yaml", "8", "out"), ("my sweep.yaml", "0", "out"), ("my sweep.yaml", "8"),
                          ("my sweep.yaml", "1-8", "out")):
            self.submit(2, *arguments)
        self.submit(2, "my sweep.yaml", "8", "out", LUTDSE="none/lutdse")
        self.assertEqual(self.calls("sbatch"), [])


class Merge(Scripts):
    def test_merge(self):
        self.write("script", "exit 0\n" * 2)
        self.finish(self.start("merge.sbatch", "lutdse", "a/my sweep.yaml", "2", "out"), 0)
        self.assertEqual(self.calls("lutdse"), ["merge out/my sweep-1-of-2.h5 out/my sweep-2-of-2.h5 -o out/my sweep.h5",
                                                "verify out/my sweep.h5"])

    def test_conflict(self):
        self.write("script", "exit 3\n")
        self.finish(self.start("merge.sbatch", "lutdse", "my sweep.yaml", "2", "out"), 3)
        self.assertEqual(len(self.calls("lutdse")), 1)


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    unittest.main()
