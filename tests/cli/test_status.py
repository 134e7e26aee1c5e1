"""Watching and ending runs: lutdse status, the status file, the log, signals and limits on time."""

import json
import os
import re
import shutil
import signal
import time

import harness
from harness import ENDLESS, MANY_BATCHES, SMALL, Case, needs_h5py, tables

POINTS = 81

# Its exact optimum takes minutes, its bound nothing.
SLOW_PROOF = """name: slow
engine: {name: islands, islands: 2, population: 16, generations: 2, agree: 0, patience: 0}
grids:
  - functions: gelu
    in_bits: 16
    slope: {bits: 20, frac: 18}
    intercept: {bits: 20, frac: 16}
    output: {bits: 16, scale: 2^-12}
    entries: 64
"""

RESULTS_KEYS = {"points", "designs", "evaluations", "seconds", "finished", "version", "devices", "runs"}
KEYS = {
    "path", "state", "reason", "phase", "host", "pid", "started", "updated", "age_s", "sweep", "sweep_file", "shard",
    "done", "points", "computed", "found_before", "share", "rate", "rate_last_minute", "proofs", "eta_s", "time_left_s",
    "devices", "damaged_parts", "notes", "best", "results",
}  # fmt: skip
STAMP = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"


class Watched(Case):
    def setUp(self):
        super().setUp()
        self.write("many.yaml", MANY_BATCHES)
        self.write("endless.yaml", ENDLESS)

    def start_endless(self, *options, output="endless.h5", **more):
        """Start a batch that takes minutes; it is under way when this returns."""
        process = self.start("run", "endless.yaml", "-o", output, "-t", "1", *options, **more)
        self.wait_until_computing(process, output)
        return process

    def start_many(self, parts=3, output="many.h5"):
        process = self.start("run", "many.yaml", "-o", output, "-t", "1")
        self.wait_until(lambda: len(self.parts(output)) >= parts, process)
        return process

    def status_of(self, *paths):
        entries = self.json("status", "--json", *paths)
        for entry in entries:
            self.assertEqual(set(entry), KEYS)
            if entry["results"] is not None:
                self.assertEqual(set(entry["results"]), RESULTS_KEYS)
        return entries

    def one(self, path):
        entries = self.status_of(path)
        self.assertEqual(len(entries), 1)
        return entries[0]

    def events(self, log):
        """(event, text) of every line; each line is whole."""
        lines = self.read(log).decode().splitlines()
        found = [re.fullmatch(rf"{STAMP} \S+\[\d+\] ([a-z]+): (.*)", line) for line in lines]
        self.assertNotIn(None, found, lines)
        return [match.groups() for match in found]

    def check_same_as_uninterrupted(self, output="many.h5"):
        self.lutdse("run", "many.yaml", "-o", "whole.h5", "-t", "1", "--quiet")
        self.assertEqual(tables(self.path(output)), tables(self.path("whole.h5")))
        self.assertEqual(self.leftovers(), [])


class Signals(Watched):
    def test_terminated_within_a_batch(self):
        for number in (signal.SIGTERM, signal.SIGHUP):
            with self.subTest(number.name):
                process = self.start_endless()
                process.send_signal(number)
                result = self.finish(process)
                self.assertEqual(result.status, 130, result.err)
                self.assertIn(f"lutdse: stopping ({number.name})", result.err)
                self.assertIn(f"lutdse: stopped at once ({number.name}); the same command goes on", result.err)
                entry = self.one("endless.h5")
                self.assertEqual((entry["state"], entry["reason"]), ("stopped", number.name))
                self.assertEqual(self.events("endless.log")[-1], ("stopping", number.name))

    @needs_h5py
    def test_terminated_between_batches(self):
        process = self.start_many()
        process.send_signal(signal.SIGTERM)
        result = self.finish(process)
        self.assertEqual(result.status, 130, result.err)
        self.assertIn("SIGTERM", result.err)
        entry = self.one("many.h5")
        self.assertEqual((entry["state"], entry["reason"]), ("stopped", "SIGTERM"))
        self.lutdse("run", "many.yaml", "-o", "many.h5", "-t", "1")
        self.check_same_as_uninterrupted()

    def test_nohup(self):
        """A hang-up that was ignored at the start is ignored."""
        process = self.start_endless(preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        process.send_signal(signal.SIGHUP)
        process.send_signal(signal.SIGTERM)
        result = self.finish(process)
        self.assertEqual(result.status, 130)
        self.assertNotIn("SIGHUP", result.err)
        self.assertIn("stopped at once (SIGTERM)", result.err)

    def test_interrupt_after_termination(self):
        process = self.start_endless()
        process.send_signal(signal.SIGTERM)
        while "stopping (SIGTERM)" not in process.stderr.readline():
            self.assertIsNone(process.poll())
        process.send_signal(signal.SIGINT)
        result = self.finish(process)
        self.assertEqual(result.status, 130)
        self.assertIn("stopped at once", result.err)

    def test_terminal_goes(self):
        """Nobody reads stderr any more; the run goes on to its end."""
        process = self.start("run", "many.yaml", "-o", "many.h5", "-t", "1")
        process.stderr.close()
        process.stderr = None
        self.assertEqual(self.finish(process).status, 0)
        self.assertEqual(self.one("many.h5")["state"], "complete")


class Certify(Watched):
    def setUp(self):
        super().setUp()
        self.write("slow.yaml", SLOW_PROOF)
        self.lutdse("run", "slow.yaml", "-o", "slow.h5", "-t", "1", "-q")
        self.before = self.read("slow.h5")

    def start_certify(self, *options):
        process = self.start("certify", "slow.h5", "--all", "-t", "1", *options)
        self.wait_until(lambda: self.report("slow.h5").get("state") == "proving", process)
        return process

    def test_terminated(self):
        process = self.start_certify()
        entry = self.one("slow.h5")
        self.assertEqual((entry["state"], entry["phase"], entry["pid"]), ("running", "proving", process.pid))
        self.assertEqual((entry["done"], entry["points"]), (1, 1))
        self.assertIn("running (proving)", self.lutdse("status", "slow.h5").out)
        process.send_signal(signal.SIGTERM)
        result = self.finish(process)
        self.assertEqual(result.status, 130, result.err)
        self.assertIn("SIGTERM", result.err)
        self.check_stopped()

    def test_time_limit(self):
        result = self.lutdse("certify", "slow.h5", "--all", "-t", "1", "--time-limit", "1s", status=130)
        self.assertIn("time limit", result.err)
        self.check_stopped()

    def check_stopped(self):
        """The file is what it was, and what was left is gone after the next one."""
        self.assertEqual(self.read("slow.h5"), self.before)
        self.lutdse("certify", "slow.h5")
        self.assertEqual(self.leftovers(), [])
        self.assertEqual(self.one("slow.h5")["state"], "complete")


class TimeLimit(Watched):
    def test_bad_ones(self):
        for limit in ("8", "", "h", "0s", "1:60", "8h 3min", "400d"):
            for command in ("run", "certify"):
                with self.subTest(limit, command=command):
                    self.assertIn("is no duration", self.lutdse(command, "--time-limit", limit, "x", status=2).err)

    def test_within_a_batch(self):
        result = self.lutdse("run", "endless.yaml", "-o", "endless.h5", "-t", "1", "--time-limit", "2s", status=130)
        self.assertIn("stopped at once (time limit); the same command goes on", result.err)

    @needs_h5py
    def test_run_after_run(self):
        """A night in pieces gives what one run gives."""
        ends = []
        while not os.path.exists(self.path("many.h5")) and len(ends) < 200:
            process = self.start("run", "many.yaml", "-o", "many.h5", "-t", "1", "--time-limit", "0:03", "--log", "night.log")
            result = self.finish(process)
            self.assertIn(result.status, (0, 130), result.err)
            ends.append(result.err.splitlines()[-1])
            if " by the time limit with " in ends[-1]:
                self.assertTrue(ends[-1].endswith("--time-limit 0:03 --log night.log"), ends[-1])
                self.assertEqual(self.one("many.h5.parts")["reason"], "time limit")
            elif result.status == 130:
                self.assertIn("stopped at once (time limit)", ends[-1])
        self.check_same_as_uninterrupted()

    def test_not_reached(self):
        self.write("small.yaml", SMALL)
        result = self.lutdse("run", "small.yaml", "-o", "small.h5", "--time-limit", "1-00:00:00", "--json")
        self.assertIsNone(json.loads(result.out)["stopped_by"])
        self.assertIn("nothing to prove", self.lutdse("certify", "small.h5", "--time-limit", "1d").out)

    def test_a_night(self):
        process = self.start_endless("--time-limit", "8h")
        left = self.one("endless.h5")["time_left_s"]
        self.assertTrue(0 < left <= 8 * 3600, left)
        self.assertRegex(self.lutdse("status", "endless.h5").out, r"time limit \d h \d\d min left")
        self.assertIsNone(process.poll())


class Log(Watched):
    def test_story(self):
        process = self.start_many()
        process.kill()
        process.communicate()
        damaged = sorted(self.parts("many.h5"))[0]
        os.truncate(damaged, 1000)
        self.lutdse("run", "many.yaml", "-o", "many.h5", "-t", "1", "-q")
        events = self.events("many.log")
        self.assertEqual([event for event, _ in events], ["start", "note", "note", "start", "complete"])
        self.assertIn(f"{POINTS} points, 0 found before, devices cpu", events[0][1])
        self.assertIn("lutdse run many.yaml -o many.h5 -t 1", events[0][1])
        self.assertIn(f"process {process.pid} on ", events[1][1])
        self.assertIn(os.path.basename(damaged), events[2][1])
        self.assertIn(f"many.h5: {POINTS} points", events[4][1])
        before = self.read("many.log")
        self.lutdse("run", "many.yaml", "-o", "many.h5")  # nothing to do, nothing to tell
        self.assertEqual(self.read("many.log"), before)

    def test_elsewhere(self):
        self.write("small.yaml", SMALL)
        self.lutdse("run", "small.yaml", "-o", "small.h5", "--log", "none")
        self.assertEqual(sorted(name for name in os.listdir(self.folder) if "small" in name), ["small.h5", "small.yaml"])
        self.lutdse("run", "small.yaml", "-o", "small.h5", "--fresh", "--log", "here.txt")
        self.assertEqual([event for event, _ in self.events("here.txt")], ["note", "start", "complete"])

    def test_cannot_be_written(self):
        self.write("small.yaml", SMALL)
        for log in ("none/x.log", ".", "/dev/full"):
            with self.subTest(log):
                result = self.lutdse("run", "small.yaml", "-o", "small.h5", "--fresh", "--log", log)
                self.assertEqual("goes on without a log" in result.err, log != "/dev/full", result.err)

    def test_refused_run_is_told_of(self):
        self.start_endless()
        self.fails(4, "run", "endless.yaml", "-o", "endless.h5", "-t", "1", says=("another",))
        self.assertEqual([event for event, _ in self.events("endless.log")], ["start", "failed"])
        self.assertEqual(self.one("endless.h5")["state"], "running")


class States(Watched):
    def test_running_then_killed(self):
        process = self.start_endless()
        entry = self.one("endless.h5")
        self.assertEqual((entry["state"], entry["phase"], entry["pid"]), ("running", "computing", process.pid))
        self.assertEqual((entry["done"], entry["points"], entry["results"]), (0, 1, None))
        self.assertEqual(entry["devices"], [{"id": "cpu", "state": "in use", "message": None}])
        self.assertRegex(entry["started"], rf"\A{STAMP}\Z")
        text = self.lutdse("status", "endless.h5.parts/").out
        self.assertIn(f"pid {process.pid}", text)
        self.assertTrue(text.startswith("endless.h5: running (computing) on "), text)
        process.kill()
        process.communicate()
        entry = self.one("endless.h5.parts")
        self.assertEqual((entry["state"], entry["path"], entry["phase"]), ("killed", "endless.h5", None))
        self.assertIn("ended without notice (killed?)", self.lutdse("status", "endless.h5").out)

    def age(self, output):
        """An hour without a sign of life."""
        then = time.time() - 3600
        for name in ("lock", "status.json"):
            os.utime(self.path(output + ".parts", name), (then, then))

    def test_silent_run(self):
        """A run that gives no sign of life, but is there and holds the lock."""
        process = self.start_endless()
        process.send_signal(signal.SIGSTOP)
        self.age("endless.h5")
        self.assertEqual(self.one("endless.h5")["state"], "running")
        process.kill()
        process.communicate()
        self.assertEqual(self.one("endless.h5")["state"], "killed")

    def test_run_on_another_host(self):
        """Its lock may not show here; its sign of life does."""
        process = self.start_endless()
        process.kill()
        process.communicate()
        self.write("endless.h5.parts/lock", f"elsewhere {process.pid} 2026-01-01T00:00:00Z\n")
        entry = self.one("endless.h5")
        self.assertEqual((entry["state"], entry["host"]), ("running", "elsewhere"))
        self.assertIn("running (computing) on elsewhere, pid", self.lutdse("status", "endless.h5").out)
        self.age("endless.h5")
        self.assertEqual(self.one("endless.h5")["state"], "killed")

    def test_stopped_then_complete(self):
        process = self.start_many()
        harness.interrupt(process)
        self.assertEqual(self.finish(process).status, 130)
        entry = self.one("many.h5")
        self.assertEqual((entry["state"], entry["reason"], entry["points"]), ("stopped", "SIGINT", POINTS))
        self.assertGreaterEqual(entry["done"], 3)
        self.assertIn("stopped (SIGINT)", self.lutdse("status", "many.h5").out)
        before = entry["done"]
        self.lutdse("run", "many.yaml", "-o", "many.h5", "-t", "1")
        entry = self.one("many.h5")
        self.assertEqual((entry["state"], entry["done"], entry["points"]), ("complete", POINTS, POINTS))
        self.assertEqual(entry["results"]["points"], POINTS)
        self.assertGreaterEqual(entry["results"]["designs"], POINTS)
        self.assertGreaterEqual(entry["results"]["runs"], 1)  # those that began in the same second are one
        self.assertRegex(entry["results"]["finished"], rf"\A{STAMP}\Z")
        self.assertLess(before, POINTS)
        self.assertIn(f"{POINTS} points", self.lutdse("status", "many.h5").out)

    def test_failed(self):
        process = self.start_many()
        harness.interrupt(process)
        self.finish(process)
        self.fails(5, "run", "many.yaml", "-o", "many.h5", "-d", "abacus:7", says=("abacus:7",))
        entry = self.one("many.h5")
        self.assertEqual(entry["state"], "failed")
        self.assertIn("abacus:7", entry["reason"])
        self.assertEqual(self.events("many.log")[-1][0], "failed")

    def test_damaged(self):
        process = self.start_many()
        process.kill()
        process.communicate()
        os.rename(self.parts("many.h5")[0], self.path("many.h5.parts", "part-0123456789abcdef.h5.bad"))
        self.assertEqual(self.one("many.h5")["damaged_parts"], 1)
        os.unlink(self.path("many.h5.parts", "status.json"))
        entry = self.one("many.h5")
        self.assertEqual((entry["state"], entry["pid"], entry["points"]), ("killed", process.pid, None))
        self.assertGreaterEqual(entry["done"], 2)  # as the parts say
        os.unlink(self.path("many.h5.parts", "lock"))
        entry = self.one("many.h5")
        self.assertEqual((entry["state"], entry["points"]), ("unfinished", None))
        self.write("many.h5.parts/status.json", "{rubbish")
        self.assertEqual(self.one("many.h5")["state"], "unfinished")
        self.write("many.h5.parts/status.json", '{"state": 7, "pid": "x", "points": -1, "rate": [], "devices": {}, "notes": [3]}')
        self.assertEqual(self.one("many.h5")["state"], "unfinished")
        self.lutdse("status", "many.h5")
        self.run_small()
        content = self.read("small.h5")
        with open(self.path("small.h5"), "wb") as file:
            file.write(content[:-100])
        entry = self.one("small.h5")
        self.assertEqual(entry["state"], "unreadable")
        self.assertIn("truncated", entry["reason"])

    def test_status_file_cannot_be_written(self):
        # Seconds of work: the thread that writes it must have tried before the last batch.
        self.write("many.yaml", MANY_BATCHES.replace("name: many", "name: many\nrepeats: 8"))
        os.makedirs(self.path("many.h5.parts", "status.json"))
        result = self.lutdse("run", "many.yaml", "-o", "many.h5", "-t", "1")
        self.assertEqual(result.err.count("status.json cannot be written: "), 1, result.err)
        self.assertEqual([event for event, _ in self.events("many.log")].count("note"), 1)


class Folders(Watched):
    def test_shards_of_a_night(self):
        os.mkdir(self.path("night"))
        self.lutdse("run", "many.yaml", "-o", "night/many-1-of-12.h5", "-q")
        process = self.start_many(output="night/many-10-of-12.h5")
        process.kill()
        process.communicate()
        running = self.start_endless(output="night/many-2-of-12.h5")
        self.write("night/README", "hello\n")
        os.mkdir(self.path("night", "empty.parts"))
        shutil.copy(self.path("night", "many-1-of-12.h5"), self.path("night", "many-1-of-12.aside-1.h5"))
        entries = self.status_of("night")
        self.assertEqual([(os.path.basename(e["path"]), e["state"]) for e in entries],
                         [("many-1-of-12.h5", "complete"), ("many-2-of-12.h5", "running"), ("many-10-of-12.h5", "killed")])
        lines = self.lutdse("status", "night/").out.splitlines()
        self.assertEqual(len(lines), 1 + 3 + 2, lines)
        self.assertRegex(lines[-2], r"^total: 1 running, 1 killed, 1 complete; \d+ of 163 points done")
        self.assertEqual(lines[-1], "night/many: no sign of shard 3, 4, 5, 6, 7, 8, 9, 11, 12 of 12")
        # What they were merged into has no points of its own.
        shutil.copy(self.path("night", "many-1-of-12.h5"), self.path("night", "many.h5"))
        lines = self.lutdse("status", "night/").out.splitlines()
        self.assertRegex(lines[-2], r"^total: 1 running, 1 killed, 2 complete; \d+ of 163 points done")
        os.unlink(self.path("night", "many.h5"))
        self.assertIsNone(running.poll())
        both = self.status_of("night/many-1-of-12.h5", "night")
        self.assertEqual(len(both), 3)

    def test_shard_without_points(self):
        self.lutdse("run", "many.yaml", "--shard", "50000/100000", "-o", "none.h5", "-q")
        entry = self.one("none.h5")
        self.assertEqual((entry["state"], entry["done"], entry["points"], entry["share"]), ("complete", 0, 0, 1))
        self.assertIn("0/0", self.lutdse("status", "none.h5", ".").out)
        self.assertRegex(self.lutdse("status", ".").out, r"total: 1 complete; 0 of 0 points done")

    def test_read_only(self):
        process = self.start_many()
        process.kill()
        process.communicate()
        for folder in (self.path("many.h5.parts"), self.folder):
            os.chmod(folder, 0o555)
            self.addCleanup(os.chmod, folder, 0o755)
        user = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
        try:
            self.finish(self.start("--version", **user))
        except OSError as problem:
            self.skipTest(f"another user cannot start the program: {problem}")
        result = self.lutdse("status", "--json", "many.h5", **user)
        self.assertEqual(json.loads(result.out)[0]["state"], "killed")
        self.assertIn("many.h5", self.lutdse("status", ".", **user).out)

    def test_nothing(self):
        os.mkdir(self.path("empty"))
        self.write("some.h5", "hello\n")
        for path in ("empty", "some.h5"):
            self.fails(6, "status", path, says=(path,))
        self.fails(4, "status", "none.h5", says=("none.h5", "No such file"))
        self.fails(4, "status", "none.h5.parts")
        self.fails(4, "status", "")
        self.fails(4, "status", "many.yaml/x")
        self.assertIn("--watch", self.lutdse("status", "--watch=0", ".", status=2).err)

    def test_watch_ends_with_the_run(self):
        process = self.start_endless()
        watch = self.start("status", "--watch", "0.1", "endless.h5")
        while "running" not in watch.stdout.readline():
            self.assertIsNone(watch.poll())
        process.kill()
        process.communicate()
        result = self.finish(watch)
        self.assertEqual(result.status, 0, result.err)
        self.assertIn("killed?", result.out)


if __name__ == "__main__":
    harness.main()
