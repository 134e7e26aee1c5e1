"""Running a sweep: again, after a change, after a stop, beside another run, on other devices, in bad places."""

import fcntl
import os
import random
import resource
import shutil
import struct
import subprocess
import sys
import termios
import time
import unittest

import harness
from harness import ENDLESS, MANY_BATCHES, SMALL, Case, interrupt, needs_h5py, table, tables

POINTS = 3 * 27  # of MANY_BATCHES


class Again(Case):
    def test_second_run_computes_nothing(self):
        self.run_small()
        before, stamp = self.read("small.h5"), os.stat(self.path("small.h5")).st_mtime_ns
        result = self.run_small()
        self.assertEqual(result.out, "small.h5: all 6 points were there; nothing to compute\n" + result.out.splitlines(True)[1])
        self.assertRegex(result.out.splitlines()[1], r"^optima proven for 6 of 6 points; \d reached; gap: worst .*, mean ")
        self.assertEqual(result.err, "")
        self.assertEqual((self.read("small.h5"), os.stat(self.path("small.h5")).st_mtime_ns), (before, stamp))
        self.assertEqual(self.leftovers(), [])

    def test_default_output(self):
        self.write("small.yaml", SMALL)
        self.assertTrue(self.lutdse("run", "small.yaml").out.startswith("results/small.h5: 6 points"))
        self.assertEqual(sorted(os.listdir(self.path("results"))), ["small.h5", "small.log"])

    @needs_h5py
    def test_fresh(self):
        self.run_small()
        before = tables(self.path("small.h5"))
        fresh = self.run_small("small.h5", "--fresh")
        self.assertIn("6 of them computed", fresh.out)
        self.assertIn("earlier results were set aside as small.aside-1.h5", fresh.err)
        self.assertEqual(tables(self.path("small.h5")), before)
        self.assertEqual(tables(self.path("small.aside-1.h5")), before)
        self.assertEqual(sorted(os.listdir(self.folder)), ["small.aside-1.h5", "small.h5", "small.log", "small.yaml"])

    def test_fresh_sets_a_damaged_file_aside(self):
        self.write("small.h5", "rubbish")
        self.assertIn("6 of them computed", self.run_small("small.h5", "--fresh").out)
        self.assertEqual(self.read("small.aside-1.h5"), b"rubbish")


class EditedSweep(Case):
    def run_edited(self, text):
        self.write("small.yaml", text)
        return self.lutdse("run", "small.yaml", "-o", "small.h5")

    @needs_h5py
    def test_added_points(self):
        self.run_small()
        before = table(self.path("small.h5"), "designs")
        result = self.run_edited(SMALL.replace("[2, 4, 6]", "[2, 3, 4, 6, 7]"))
        self.assertIn("10 points, 4 of them computed", result.out)
        after = table(self.path("small.h5"), "designs")
        kept = after[(after["entries"] != 3) & (after["entries"] != 7)]
        for column in set(before.dtype.names) - {"point"}:  # the number of its row
            self.assertEqual(kept[column].tobytes(), before[column].tobytes(), column)
        self.lutdse("run", "small.yaml", "-o", "direct.h5")
        self.assertEqual(tables(self.path("direct.h5")), tables(self.path("small.h5")))

    @needs_h5py
    def test_removed_points(self):
        self.run_small()
        before = table(self.path("small.h5"), "points")
        result = self.run_edited(SMALL.replace("[2, 4, 6]", "[2, 6]"))
        self.assertIn("all 4 points were there; nothing to compute", result.out)
        self.assertIn("set aside in small.aside-1.h5", result.err)
        kept, aside = (table(self.path(name), "points") for name in ("small.h5", "small.aside-1.h5"))
        self.assertEqual(set(aside["entries"]), {4})
        self.assertEqual(set(kept["id"]) | set(aside["id"]), set(before["id"]))
        self.assertEqual(len(kept) + len(aside), len(before))
        self.assertIn("small.aside-2.h5", self.run_edited(SMALL.replace("[2, 4, 6]", "[2]")).err)
        self.lutdse("fronts", "small.aside-1.h5")

    @needs_h5py
    def test_other_text_same_points(self):
        self.run_small()
        self.assertIn("nothing to compute", self.run_edited("# a comment\n" + SMALL).out)
        with harness.h5py.File(self.path("small.h5"), "r") as file:
            self.assertEqual(file["sweep"][()].decode(), "# a comment\n" + SMALL)
        self.assertEqual(self.leftovers(), [])


class Stopped(Case):
    def setUp(self):
        super().setUp()
        self.write("many.yaml", MANY_BATCHES)
        self.write("endless.yaml", ENDLESS)

    def start_many(self, output="many.h5"):
        return self.start("run", "many.yaml", "-o", output, "-t", "1")

    def resume(self, output="many.h5"):
        return self.lutdse("run", "many.yaml", "-o", output, "-t", "1")

    def check_same_as_uninterrupted(self, output="many.h5"):
        self.lutdse("run", "many.yaml", "-o", "whole.h5", "-t", "1", "--quiet")
        self.assertEqual(tables(self.path(output)), tables(self.path("whole.h5")))
        self.assertEqual(self.leftovers(), [])

    @needs_h5py
    def test_interrupted_and_resumed(self):
        process = self.start_many()
        self.wait_until(lambda: len(self.parts("many.h5")) >= 3, process)
        interrupt(process)
        result = self.finish(process)
        self.assertEqual(result.status, 130, result.err)
        self.assertEqual(result.out, "")
        self.assertIn("lutdse: stopping after the running batch or proof; once more to stop at once\n", result.err)
        done = result.err.splitlines()[-1]
        self.assertRegex(done, rf"^lutdse: stopped with \d+ of {POINTS} points done; go on with: lutdse run many.yaml ")
        self.assertTrue(done.endswith(" -o many.h5 -t 1"), done)
        self.assertFalse(os.path.exists(self.path("many.h5")))
        before = int(done.split()[3])
        self.assertGreaterEqual(before, 3)
        command = done.split("lutdse run ")[1].split()
        self.assertIn(f"{POINTS} points, {POINTS - before} of them computed", self.lutdse("run", *command).out)
        self.check_same_as_uninterrupted()

    def test_interrupted_json(self):
        process = self.start("run", "many.yaml", "-o", "many.h5", "--json", "-t", "1")
        self.wait_until(lambda: self.parts("many.h5"), process)
        interrupt(process)
        result = self.finish(process)
        self.assertEqual(result.status, 130, result.err)
        summary = harness.json.loads(result.out)
        self.assertFalse(summary["complete"])
        self.assertLess(summary["computed"], POINTS)

    def start_endless(self, *options, output="endless.h5"):
        process = self.start("run", "endless.yaml", "-o", output, "-t", "1", *options)
        self.wait_until_computing(process, output)
        return process

    def test_second_interrupt_stops_at_once(self):
        process = self.start_endless()
        interrupt(process)
        # The batch takes minutes, so the program has to be still there.
        line = ""
        while "stopping after the running batch or proof" not in line:
            line = process.stderr.readline()
            self.assertNotEqual(line, "", "no answer to the first interrupt")
        self.assertIsNone(process.poll())
        begun = time.monotonic()
        time.sleep(0.2)  # what comes sooner counts as the same one
        interrupt(process)
        result = self.finish(process)
        self.assertEqual(result.status, 130)
        self.assertIn("stopped at once", result.err)
        self.assertLess(time.monotonic() - begun, 5)

    @needs_h5py
    def test_killed_and_resumed(self):
        """kill -9 at random moments, again and again; then a resume."""
        begun = time.monotonic()
        self.lutdse("run", "many.yaml", "-o", "first.h5", "-t", "1", "--quiet")
        whole = time.monotonic() - begun
        chance = random.Random(20260115)
        kills = 0
        while kills < 8:
            process = self.start_many()
            try:
                process.wait(chance.uniform(0, whole / 2))
                break  # it came to its end before
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                kills += 1
        self.assertGreater(kills, 0)
        self.resume()
        self.check_same_as_uninterrupted()

    @needs_h5py
    def test_killed_between_parts(self):
        """The same, with a kill that is certain to find finished parts, the last of them damaged after it."""
        process = self.start_many()
        self.wait_until(lambda: len(self.parts("many.h5")) >= 4, process)
        process.kill()
        process.communicate()
        damaged = sorted(self.parts("many.h5"))[0]
        os.truncate(damaged, os.path.getsize(damaged) // 2)
        result = self.resume()
        self.assertIn(os.path.basename(damaged) + ".bad", result.err)
        self.assertIn("searched again", result.err)
        self.assertNotIn(f"{POINTS} of them computed", result.out)
        self.check_same_as_uninterrupted()

    def test_two_writers(self):
        first = self.start_endless()
        self.fails(4, "run", "endless.yaml", "-o", "endless.h5", says=("endless.h5", "another run of lutdse"))
        self.assertIsNone(first.poll())
        first.kill()
        first.communicate()
        # The lock went with its holder.
        third = self.start_endless("--quiet")
        time.sleep(0.2)
        self.assertIsNone(third.poll())

    def test_reading_while_another_run_writes(self):
        self.write("small.yaml", SMALL)
        self.lutdse("run", "small.yaml", "-o", "both.h5")
        self.write("endless.yaml", ENDLESS)
        self.start_endless(output="both.h5")
        self.assertIn("gelu on", self.lutdse("fronts", "both.h5").out)


# Ten problems that together keep a processor busy for a moment.
PROOFS = """name: proofs
engine: {name: islands, islands: 1, population: 16, generations: 5}
grids:
  - functions: [gelu, silu, tanh, sigmoid, erf]
    in_bits: 12
    scale_sets: [[2^-4..2^-6], [0.05, 0.02]]
    entries: [4, 16]
"""

OPTIMA = {"optimum", "optimum_kind", "gap"}


@needs_h5py
class Proofs(Case):
    def same_but_for_optima(self, one, other):
        for name in ("points", "designs", "errors", "convergence", "fronts", "functions"):
            a, b = table(self.path(one), name), table(self.path(other), name)
            self.assertEqual(a.dtype, b.dtype)
            for column in set(a.dtype.names) - OPTIMA:
                self.assertEqual(a[column].tobytes(), b[column].tobytes(), (name, column))

    def check_proven(self, name):
        for rows in (table(self.path(name), "points"), table(self.path(name), "designs")):
            self.assertEqual(set(rows["optimum_kind"]), {b"exact"})
            self.assertTrue((rows["gap"] >= 0).all())

    def test_later(self):
        self.run_small("first.h5")
        self.assertIn("optima proven for none of 6 points", self.run_small("later.h5", "--no-certify").out)
        self.same_but_for_optima("first.h5", "later.h5")
        self.check_proven("first.h5")
        self.assertTrue(harness.numpy.isnan(table(self.path("later.h5"), "points")["optimum"]).all())
        os.link(self.path("later.h5"), self.path("file.h5"))
        result = self.run_small("later.h5", "--certify")
        self.assertIn("all 6 points were there; nothing to compute\noptima proven for 6 of 6 points", result.out)
        self.assertIn("6 points certified in", self.lutdse("certify", "file.h5").out)
        self.assertIn("nothing to prove\noptima proven for 6 of 6", self.lutdse("certify", "--all", "file.h5").out)
        for name in ("later.h5", "file.h5"):
            self.assertEqual(tables(self.path(name)), tables(self.path("first.h5")))
            self.assertEqual(len(table(self.path(name), "runs")), 2)
        self.assertEqual(self.leftovers(), [])

    def test_told(self):
        """What a search proves by itself the other points of its problem are told: nothing is to be proven."""
        self.write("two.yaml", PROOFS.replace("engine: {", "engine: [exact, {").replace("}\n", "}]\n", 1))
        self.lutdse("run", "two.yaml", "-o", "two.h5", "-q", "--no-certify")
        self.check_proven("two.h5")
        self.assertIn("nothing to prove", self.lutdse("certify", "two.h5").out)

    def test_killed(self):
        """kill -9 at random moments of a certification, again and again; then it goes on."""
        self.write("proofs.yaml", PROOFS)
        self.lutdse("run", "proofs.yaml", "-o", "later.h5", "-q", "--no-certify")
        shutil.copy(self.path("later.h5"), self.path("whole.h5"))
        begun = time.monotonic()
        self.lutdse("certify", "whole.h5")
        whole = time.monotonic() - begun
        chance = random.Random(20261120)
        for _ in range(5):
            process = self.start("certify", "later.h5")
            try:
                process.wait(chance.uniform(0, whole))
                break  # it came to its end before
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
        self.lutdse("certify", "later.h5")
        self.assertEqual(tables(self.path("later.h5")), tables(self.path("whole.h5")))
        self.same_but_for_optima("later.h5", "whole.h5")
        self.check_proven("later.h5")
        self.assertEqual(self.leftovers(), [])

    def test_interrupted(self):
        """Wherever the interrupt finds it: status 130 and the message, or it was done; then the rest is done."""
        self.write("proofs.yaml", PROOFS)
        process = self.start("run", "proofs.yaml", "-o", "some.h5", "-t", "1", "-q", "--certify")
        self.wait_until(lambda: os.path.exists(self.path("some.h5.parts", "lock")), process)
        interrupt(process)
        result = self.finish(process)
        self.assertIn(result.status, (0, 130), result.err)
        if result.status == 130:
            self.assertTrue(result.err.endswith(" -t 1 --certify\n"), result.err)
        self.assertIn("20 of 20", self.lutdse("run", "proofs.yaml", "-o", "some.h5", "-q", "--certify").out)
        self.check_proven("some.h5")

    def test_new_seeds_of_a_proven_problem(self):
        self.run_small()
        self.write("small.yaml", "seed: [1, 2]\n" + SMALL)
        summary = self.json("run", "small.yaml", "-o", "small.h5", "--json")
        self.assertEqual((summary["computed"], summary["certified"], summary["optima"]["proven"]), (6, 0, 12))


class Terminal(Case):
    def test_progress_fits_the_terminal(self):
        self.write("many.yaml", MANY_BATCHES)
        master, slave = os.openpty()
        self.addCleanup(os.close, master)
        columns = 50
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 20, columns, 0, 0))
        process = self.start("run", "many.yaml", "-o", "many.h5", "-t", "1", stderr=slave, text=False)
        os.close(slave)
        shown = b""
        while True:
            try:
                shown += os.read(master, 4096)
            except OSError:  # the other end is closed
                break
        self.assertEqual(process.wait(harness.LIMIT), 0)
        lines = shown.decode().split("\r\x1b[K")
        self.assertEqual(lines[0], "")
        self.assertGreater(len(lines), 3)
        for line in lines[1:]:
            self.assertRegex(line, rf"^(\d+/{POINTS} points, |\d+/3 problems solved exactly, )")
            self.assertLess(len(line.rstrip("\r\n")), columns)
        self.assertTrue(lines[-1].endswith("\n"))
        self.assertIn(f"{POINTS}/{POINTS} points", [line for line in lines if " points, " in line][-1])
        self.assertIn("3/3 problems", lines[-1])


class Devices(Case):
    @needs_h5py
    def test_threads(self):
        self.run_small("one.h5")
        for threads in ("2", "3", "7"):
            self.lutdse("run", "small.yaml", "-o", "more.h5", "-t", threads, "--fresh")
            self.assertEqual(tables(self.path("more.h5")), tables(self.path("one.h5")), threads)

    @needs_h5py
    def test_every_device_finds_the_same(self):
        devices = [d["id"] for d in self.json("devices", "--json")["devices"] if d["usable"] and d["id"] != "cpu"]
        if not devices:
            self.skipTest("there is no device but the CPU")
        self.run_small("cpu.h5", "-d", "cpu")
        for device in devices:
            self.lutdse("run", "small.yaml", "-o", "other.h5", "-d", device, "--fresh")
            self.assertEqual(tables(self.path("other.h5")), tables(self.path("cpu.h5")), device)

    def test_unknown_device(self):
        self.write("small.yaml", SMALL)
        for device in ("gpu", "opencl:99", "cpu:1"):
            with self.subTest(device):
                self.fails(5, "run", "small.yaml", "-o", "x.h5", "-d", device, says=("no such device", "auto", "cpu"))
        for device in ("", "cpu,", ",cpu"):
            self.fails(5, "run", "small.yaml", "-o", "x.h5", "-d", device, says=("a name is missing",))
        self.fails(5, "bench", "-d", "gpu", says=("no such device",))
        self.assertEqual(os.listdir(self.folder), ["small.yaml"])


class BadPlaces(Case):
    def setUp(self):
        super().setUp()
        self.write("small.yaml", SMALL)

    def test_damaged_results_file(self):
        self.run_small()
        whole = self.read("small.h5")
        for damaged in (whole[: len(whole) // 2], whole[:-1], whole[:1000] + b"?" + whole[1001:], b"", b"rubbish\n"):
            with open(self.path("small.h5"), "wb") as file:
                file.write(damaged)
            for arguments in (
                ("run", "small.yaml", "-o", "small.h5"),
                ("fronts", "small.h5"),
                ("pick", "--knee", "small.h5"),
                ("plot", "small.h5"),
            ):
                with self.subTest(arguments, size=len(damaged)):
                    self.fails(3, *arguments, says=("small.h5",))
                    self.assertEqual(self.read("small.h5"), damaged)
        self.assertEqual(sorted(os.listdir(self.folder)), ["small.h5", "small.log", "small.yaml"])

    def test_output_is_a_folder(self):
        os.mkdir(self.path("folder"))
        for output in ("folder", "folder/", "."):
            with self.subTest(output):
                self.fails(4, "run", "small.yaml", "-o", output, says=("is a folder", "small.h5"))
        self.assertEqual((os.listdir(self.path("folder")), self.leftovers()), ([], []))

    def test_output_is_no_file(self):
        os.mkfifo(self.path("pipe"))
        self.fails(4, "run", "small.yaml", "-o", "pipe", says=("pipe", "no regular file"))
        self.assertEqual(self.leftovers(), [])

    def test_name_that_is_not_utf8(self):
        name = b"caf\xe9.h5"
        result = self.lutdse("run", self.write("small.yaml", SMALL), "-o", os.fsdecode(name), "--json", "-q",
                             status=3, text=False)
        self.assertEqual(result.out, b"")
        self.assertIn(b"not UTF-8", result.err)
        self.assertIn(name, os.listdir(os.fsencode(self.folder)))

    def test_folder_is_missing(self):
        says = ("none/small.h5", "No such file", "folder exists")
        self.fails(4, "run", "small.yaml", "-o", "none/small.h5", says=says)
        self.fails(4, "run", "small.yaml", "-o", "", says=("No such file",))

    def locked(self, *names):
        """A folder that only root may write into."""
        folder = self.path(*names)
        os.makedirs(folder, exist_ok=True)
        os.chmod(folder, 0o555)
        self.addCleanup(os.chmod, folder, 0o755)

    def fails_for_others(self, *arguments, says):
        """Run as an ordinary user: root may write everywhere."""
        user = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
        os.chmod(self.folder, os.stat(self.folder).st_mode | 0o055)
        try:
            self.finish(self.start("--version", **user))
        except OSError as problem:
            self.skipTest(f"another user cannot start the program: {problem}")
        return self.fails(4, *arguments, says=says, **user)

    def test_folder_is_read_only(self):
        self.locked("folder")
        says = ("folder/small.h5", "Permission denied", "another folder")
        self.fails_for_others("run", "small.yaml", "-o", "folder/small.h5", says=says)
        self.assertEqual(os.listdir(self.path("folder")), [])

    def test_results_folder_is_read_only(self):
        self.locked("results")
        self.fails_for_others("run", "small.yaml", says=("results/small.h5", "Permission denied", "another folder"))

    def test_results_folder_cannot_be_made(self):
        self.locked(".")
        says = ("results: cannot make the folder: Permission denied", "--output")
        self.fails_for_others("run", "small.yaml", says=says)

    def test_limit_on_file_sizes(self):
        """Beyond the limit a write fails as on a full disk."""
        limit = 2048

        def lower():
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        self.fails_after_progress("run", "small.yaml", "-o", "small.h5", preexec_fn=lower, says="File too large")
        self.assertFalse(os.path.exists(self.path("small.h5")))
        self.assertEqual(self.leftovers(), [])
        self.run_small()
        before = self.read("small.h5")
        limit = 100
        pick = ("pick", "--knee", "-f", "gelu", "small.h5", "-o", "x.json")
        self.fails(4, *pick, preexec_fn=lower, says=("x.json", "File too large"))
        self.assertEqual(sorted(os.listdir(self.folder)), ["small.h5", "small.log", "small.yaml"])
        limit = 2048
        self.write("small.yaml", SMALL.replace("2, 4", "2, 3, 4"))
        self.fails_after_progress("run", "small.yaml", "-o", "small.h5", preexec_fn=lower, says="File too large")
        self.assertEqual(self.read("small.h5"), before)

    def fails_after_progress(self, *arguments, says, **options):
        result = self.lutdse(*arguments, status=4, **options)
        self.assertEqual(result.out, "")
        self.assertTrue(result.err.splitlines()[-1].startswith("lutdse: cannot write small.h5"), result.err)
        self.assertIn(says, result.err)

    @needs_h5py
    def test_full_disk(self):
        """A file system of a few pages, in a mount namespace of its own; then it grows and the run goes on."""
        unshare = ["unshare", "--mount", "--user", "--map-root-user"]
        script = f"""
            mount -t tmpfs -o size=40k none disk || exit 77
            "{harness.PROGRAM}" run many.yaml -o disk/many.h5 -t 1 -q; echo "status $?"
            ls -A disk disk/many.h5.parts | grep -c tmp
            mount -o remount,size=64m disk
            "{harness.PROGRAM}" run many.yaml -o disk/many.h5 -t 1 -q && cp disk/many.h5 many.h5
        """
        self.write("many.yaml", MANY_BATCHES)
        os.mkdir(self.path("disk"))
        if shutil.which("unshare") is None:
            self.skipTest("unshare is missing")
        process = subprocess.run(
            [*unshare, "sh", "-c", script], cwd=self.folder, capture_output=True, text=True, timeout=harness.LIMIT
        )
        if process.returncode in (1, 77) and "many.h5" not in process.stderr:
            self.skipTest(f"cannot mount a file system here: {process.stderr.strip()}")
        self.assertIn("No space left on device; free some space", process.stderr)
        self.assertEqual(process.stdout.splitlines()[:2], ["status 4", "0"], process.stderr)
        self.assertEqual(process.returncode, 0, process.stderr)
        self.lutdse("run", "many.yaml", "-o", "whole.h5", "-t", "1", "-q")
        self.assertEqual(tables(self.path("many.h5")), tables(self.path("whole.h5")))


if __name__ == "__main__":
    if sys.platform != "linux":
        sys.exit(77)
    harness.main()
