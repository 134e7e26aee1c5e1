"""lutdse merge and lutdse verify, and fronts of runs that are not complete."""

import glob
import json
import os
import shutil
import signal

import harness
from harness import MANY_BATCHES, SMALL, Case, interrupt, needs_h5py, tables

OTHER = """name: other
engine: {name: islands, islands: 2, population: 16, generations: 20}
grids:
  - functions: [tanh, gelu]
    entries: [4, 8]
"""


class Merge(Case):
    def run_shards(self, count):
        self.write("small.yaml", SMALL)
        names = [f"shard-{i}.h5" for i in range(1, count + 1)]
        for i, name in enumerate(names, 1):
            self.lutdse("run", "small.yaml", "--shard", f"{i}/{count}", "-o", name, "-t", "1", "-q")
        return names

    @needs_h5py
    def test_shards_are_what_one_run_writes(self):
        names = self.run_shards(3)
        result = self.lutdse("merge", *reversed(names), "-o", "merged.h5")
        self.assertTrue(result.out.startswith("merged.h5: 6 points, "), result.out)
        self.assertIn("from 3 files of one sweep", result.out)
        self.run_small("whole.h5", "-q")
        self.assertEqual(tables(self.path("merged.h5")), tables(self.path("whole.h5")))
        self.assertEqual(self.leftovers(), [])
        # A run of the sweep finds nothing to do.
        self.assertIn("all 6 points were there", self.run_small("merged.h5").out)

    def test_different_sweeps(self):
        self.run_small("a.h5", "-q")
        self.write("other.yaml", OTHER)
        self.lutdse("run", "other.yaml", "-o", "b.h5", "-t", "1", "-q")
        summary = self.json("merge", "a.h5", "b.h5", "-o", "c.h5", "--json")
        # They share gelu with 4 entries.
        self.assertEqual((summary["read"], summary["points"]), (10, 9))
        self.assertFalse(summary["same_sweep"])
        self.assertEqual(self.json("verify", "c.h5", "--json", "-q")["differences"], 0)
        again = self.json("merge", "c.h5", "b.h5", "a.h5", "-o", "d.h5", "--json")
        self.assertEqual(again["points"], 9)
        self.assertEqual(self.lutdse("fronts", "c.h5").out, self.lutdse("fronts", "d.h5").out)

    def test_nothing_in_the_way(self):
        self.run_small("a.h5", "-q")
        self.fails(2, "merge", "a.h5", "-o", "a.h5", says=["one of the files to merge"])
        self.fails(4, "merge", "a.h5", "none.h5", "-o", "c.h5", says=["none.h5"])
        self.fails(4, "merge", "a.h5", "-o", "no/c.h5", says=["no/c.h5"])
        self.write("c.h5", "rubbish")
        self.fails(3, "merge", "a.h5", "c.h5", "-o", "d.h5", says=["c.h5"])
        self.assertIn("set aside as c.aside-1.h5", self.lutdse("merge", "a.h5", "-o", "c.h5").err)
        self.assertEqual(self.read("c.aside-1.h5"), b"rubbish")
        self.assertEqual(self.leftovers(), [])

    def test_usage(self):
        self.assertIn("which results?", self.lutdse("merge", "-o", "c.h5", status=2).err)
        self.assertIn("-o", self.lutdse("merge", "a.h5", status=2).err)


class Verify(Case):
    def test_good(self):
        self.run_small("small.h5", "-q")
        result = self.lutdse("verify", "small.h5", "-q")
        self.assertRegex(result.out, r"\Asmall.h5: \d+ designs of 6 points are what they say\n\Z")
        self.assertEqual(result.err, "")
        result = self.lutdse("verify", "-t", "1", "small.h5")
        self.assertIn("designs/s", result.err)

    def test_damaged(self):
        """Damage is the reader's to find; what is sealed again and wrong is found by computing."""
        self.run_small("small.h5", "-q")
        content = bytearray(self.read("small.h5"))
        content[len(content) // 2] ^= 1
        with open(self.path("bad.h5"), "wb") as file:
            file.write(content)
        self.fails(3, "verify", "bad.h5", says=["bad.h5"])
        self.fails(4, "verify", "none.h5", says=["none.h5"])


class Unfinished(Case):
    """Fronts of a run, of what there is of it so far."""

    def stop_early(self, output="many.h5"):
        self.write("many.yaml", MANY_BATCHES)
        process = self.start("run", "many.yaml", "-o", output, "-t", "1")
        self.wait_until(lambda: len(self.parts(output)) >= 3, process)
        return process

    def entries(self, *arguments):
        return [member["entries"] for view in json.loads(self.lutdse(*arguments, "--json").out) for member in view["front"]]

    def test_while_it_runs(self):
        process = self.stop_early()
        process.send_signal(signal.SIGSTOP)
        self.assertIn("many.h5 is not complete", self.lutdse("fronts", "many.h5", "--json").err)
        process.send_signal(signal.SIGCONT)
        while process.poll() is None:
            self.assertGreater(len(json.loads(self.lutdse("fronts", "many.h5", "--json").out)), 0)
        self.assertEqual(self.finish(process).status, 0)
        self.assertEqual(self.lutdse("fronts", "many.h5").err, "")

    def test_stopped(self):
        process = self.stop_early()
        interrupt(process)
        self.assertEqual(self.finish(process).status, 130)
        before = self.lutdse("fronts", "many.h5", "--csv")
        self.assertRegex(before.err, r"\Alutdse: many.h5 is not complete: \d+ points so far, from its parts\n\Z")
        self.assertEqual(self.lutdse("fronts", "many.h5.parts/", "--csv").out, before.out)
        self.assertIn("not complete", self.lutdse("pick", "many.h5", "-f", "gelu", "--knee").err)
        self.assertIn("not complete", self.lutdse("verify", "many.h5", "-q").err)
        # Points that are in two parts count once.
        for i, part in enumerate(self.parts("many.h5")):
            shutil.copy(part, self.path("many.h5.parts", f"part-{i:016x}.h5"))
        again = self.lutdse("fronts", "many.h5", "--csv")
        self.assertEqual((again.out, again.err), (before.out, before.err))

    def test_damaged_part(self):
        process = self.stop_early()
        interrupt(process)
        self.finish(process)
        part = self.parts("many.h5")[0]
        with open(part, "r+b") as file:
            file.truncate(1000)
        result = self.lutdse("fronts", "many.h5", "--csv")
        self.assertIn(os.path.basename(part), result.err)
        self.assertIn("not complete", result.err)
        self.assertIn(os.path.basename(part), self.lutdse("verify", "many.h5", "-q", status=3).err)
        self.assertTrue(os.path.exists(part), "looking changes nothing")

    def test_merged(self):
        process = self.stop_early()
        interrupt(process)
        self.finish(process)
        self.fails(3, "merge", "many.h5", "-o", "c.h5", says=["many.h5 is not complete", "--partial"])
        self.lutdse("merge", "many.h5", "-o", "c.h5", "--partial", "-q")
        self.assertEqual(self.entries("fronts", "c.h5"), self.entries("fronts", "many.h5"))
        self.assertGreater(len(glob.glob(self.path("many.h5.parts", "part-*.h5"))), 0)

    def test_nothing_there(self):
        os.mkdir(self.path("empty.h5.parts"))
        self.fails(6, "fronts", "empty.h5", says=["0 points so far", "no design"])
        self.fails(4, "fronts", "none.h5", says=["none.h5"])


if __name__ == "__main__":
    harness.main()
