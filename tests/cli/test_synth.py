"""Synthesis of designs: rows in the results file, what is not done again, stops, failures, figures."""

import fcntl
import os
import shutil
import unittest

import harness
from harness import Case, interrupt, needs_h5py, table

LIBRARY = "/usr/share/qflow/tech/osu018/osu018_stdcells.lib"
NAME = "osu018_stdcells.lib"
MISSING = [name for name in ("yosys", "sta") if shutil.which(name) is None] + [LIBRARY] * (not os.path.exists(LIBRARY))

# Units so small that one takes a fraction of a second.
UNITS = """name: units
engine: {name: islands, islands: 2, population: 16, generations: 10}
hardware: {select: tree}
grids:
  - {functions: gelu, entries: 2, in_bits: 4, slope: {bits: 3, frac: 1}, intercept: {bits: 3, frac: 1}}
  - {functions: [gelu, exp], entries: 2, in_bits: 4, slope: {bits: 3, frac: 1}, intercept: {bits: 3, frac: 1},
     hardware: {select: tree, storage: rom}}
"""

# A yosys that writes down each of its runs, whose second one fails or never ends.
WRAPPER = """#!/bin/sh
[ "$1" = -V ] && exec {yosys} -V
echo $$ >> {log}
if [ $(wc -l < {log}) -eq 2 ]; then
  {second}
fi
exec {yosys} "$@"
"""


@unittest.skipIf(MISSING, f"missing: {', '.join(MISSING)}")
class Synth(Case):
    def setUp(self):
        super().setUp()
        self.write("units.yaml", UNITS)
        self.lutdse("run", "units.yaml", "-o", "units.h5", "-q", "-t", "1")

    def synth(self, *arguments, status=0, **options):
        return self.lutdse("synth", "units.h5", "--liberty", LIBRARY, *arguments, status=status, **options)

    def wrapped(self, second):
        """An environment in which the second run of yosys is replaced; its runs are in a list of process numbers."""
        os.mkdir(self.path("bin"))
        text = WRAPPER.format(yosys=shutil.which("yosys"), log=self.path("log"), second=second)
        os.chmod(self.path(self.write("bin/yosys", text)), 0o755)
        return {"env": {**os.environ, "PATH": f"{self.path('bin')}:{os.environ['PATH']}", "TMPDIR": self.folder}}

    def runs(self):
        return self.read("log").split() if os.path.exists(self.path("log")) else []

    def rows(self):
        return table(self.path("units.h5"), "synthesis")

    @needs_h5py
    def test_all(self):
        """Every point's best design gets a row, once."""
        points, designs = table(self.path("units.h5"), "points"), table(self.path("units.h5"), "designs")
        result = self.synth("--all", "--jobs=2")
        self.assertIn("3/3 designs synthesised, took ", result.err)
        self.assertIn("rank correlation", result.out)
        rows = self.rows()
        best = [row for row in range(len(designs)) if designs["rank"][row] == 0]
        self.assertEqual(list(rows["design"]), best)
        self.assertEqual(set(rows["library"]), {NAME.encode()})
        self.assertRegex(rows["tool"][0].decode(), r"^Yosys [0-9.+]+, OpenSTA [0-9.]+$")
        for column in ("area_um2", "area_ge", "delay_ns", "energy_pj", "cells", "flip_flops"):
            self.assertTrue((rows[column] > 0).all(), column)
        self.assertTrue((rows["block_ge"] != rows["block_ge"]).all())
        storage = points["storage"][designs["point"][rows["design"]]]
        self.assertGreater(rows["area_ge"][storage == b"enable"].min(), rows["area_ge"][storage == b"rom"].max())
        self.assertEqual(len(table(self.path("units.h5"), "runs")), 2)
        self.assertEqual(self.leftovers(), [])
        before = self.read("units.h5")
        self.assertEqual(self.synth("--all").out, result.out)
        self.assertEqual(self.read("units.h5"), before)

    @needs_h5py
    def test_again(self):
        self.synth("--design=0")
        first = self.rows()
        found = self.synth("--design=0", "--again", "--json").out
        self.assertIn('"done": 1', found)
        self.assertEqual(self.rows().tobytes(), first.tobytes())
        self.assertEqual(len(table(self.path("units.h5"), "runs")), 3)

    @needs_h5py
    def test_blocks(self):
        """A row without blocks is not enough for --blocks; one with them is for all."""
        self.synth("--design=0")
        printed = harness.json.loads(self.synth("--design=0", "--blocks", "--json").out)
        self.assertEqual((printed["done"], printed["known"]), (1, 0))
        (design,) = printed["designs"]
        (row,) = self.rows()
        self.assertEqual(list(design["blocks_ge"]), ["storage", "compare", "select", "multiply", "shift", "add"])
        self.assertEqual(list(design["blocks_ge"].values()), list(row["block_ge"][:6]))
        self.assertTrue(0.5 < sum(design["blocks_ge"].values()) / row["area_ge"] < 1.2)
        again = harness.json.loads(self.synth("--design=0", "--json").out)
        self.assertEqual((again["done"], again["known"]), (0, 1))
        self.assertIn("blocks_ge", again["designs"][0])

    def test_choices(self):
        listed = lambda *arguments: [
            row["design"] for row in self.json("synth", "units.h5", "--dry-run", "--json", *arguments)["designs"]
        ]
        front = self.json("fronts", "units.h5", "-e", "mae", "--json")
        self.assertEqual(len(listed("--front", "-e", "mae")), sum(len(view["front"]) for view in front))
        self.assertEqual(len(listed("--all")), 3)
        self.assertEqual(len(listed("--all", "-f", "exp", "--storage", "rom")), 1)
        self.assertEqual(len(listed("-f", "exp", "--knee")), 1)
        self.assertEqual(listed("--design", "3", "--design", "1", "--design", "3"), [1, 3])
        self.fails(6, "synth", "units.h5", "--all", "-f", "tanh", says=("no design with function tanh",))
        self.fails(6, "synth", "units.h5", "--design", "1000000", says=("there is no design 1000000",))
        self.fails(2, "synth", "units.h5", "--all", "--front", says=("exclude each other",))
        self.fails(2, "synth", "units.h5", says=("which designs? Give --front",))
        self.fails(2, "synth", "units.h5", "--knee", says=("function",))

    @needs_h5py
    def test_single(self):
        """Of a design in a file of its own figures are printed; they are those of the same design in results."""
        self.lutdse("pick", "units.h5", "-f", "gelu", "--storage", "enable", "--max-mse=1", "-o", "gelu.json")
        own = self.json("synth", "gelu.json", "--json")
        same = self.json("synth", "units.h5", "-f", "gelu", "--storage", "enable", "--max-mse=1", "--json")
        for figure in ("area_ge", "delay_ns", "energy_pj"):
            self.assertEqual(own["designs"][0][figure], same["designs"][0][figure])
        self.assertIn("at worst (1 design)", self.lutdse("synth", "gelu.json").out)
        self.fails(2, "synth", "gelu.json", "--front", says=("results files; gelu.json is none",))
        self.fails(2, "synth", "gelu.json", "-f", "gelu", says=("results files; gelu.json is none",))

    @needs_h5py
    def test_interrupt(self):
        """Ctrl-C ends the tools at once; what was done stays, and the same command does the rest."""
        process = self.start("synth", "units.h5", "--all", "-j1", "-q", **self.wrapped("exec sleep 1000"))
        self.wait_until(lambda: len(self.runs()) == 2, process)
        interrupt(process)
        result = self.finish(process)
        self.assertEqual(result.status, 130, result.err)
        self.assertIn("stopping the tools", result.err)
        self.assertIn("stopped with 1 of 3 designs synthesised; the same command goes on", result.err)
        self.assertEqual(len(self.rows()), 1)
        with self.assertRaises(ProcessLookupError):
            os.kill(int(self.runs()[1]), 0)
        self.assertEqual([name for name in os.listdir(self.folder) if name.startswith("lutdse-")], [])
        rest = harness.json.loads(self.synth("--all", "--json").out)
        self.assertEqual((rest["known"], rest["done"], rest["failed"]), (1, 2, 0))
        self.assertEqual(self.leftovers(), [])

    @needs_h5py
    def test_killed(self):
        """What is done is in the file soon: a death without a word loses only what was running."""
        process = self.start("synth", "units.h5", "--all", "-j1", "-q", **self.wrapped("exec sleep 1000"))
        self.wait_until(lambda: len(self.runs()) == 2, process)
        process.kill()
        process.wait()
        os.kill(int(self.runs()[1]), 9)
        self.assertEqual(len(self.rows()), 1)
        rest = harness.json.loads(self.synth("--all", "--json").out)
        self.assertEqual((rest["known"], rest["done"]), (1, 2))

    @needs_h5py
    def test_failure(self):
        """A design that fails is named and left out; the others are done, and it comes again."""
        result = self.synth("--all", "-j1", status=3, **self.wrapped("echo 'ERROR: out of luck'; exit 1"))
        self.assertIn("warning: design ", result.err)
        self.assertIn("is left out: yosys: ERROR: out of luck", result.err)
        self.assertIn(" -  ", result.out)
        self.assertEqual(len(self.rows()), 2)
        rest = harness.json.loads(self.synth("--all", "--json").out)
        self.assertEqual((rest["known"], rest["done"], rest["failed"]), (2, 1, 0))

    def test_libraries(self):
        self.write("broken.lib", "library (x) { cell (a) {")
        self.write("other.lib", "name: units\n")
        self.fails(3, "synth", "units.h5", "--all", "--liberty", "broken.lib", says=("broken.lib:1:",))
        self.fails(3, "synth", "units.h5", "--all", "--liberty", "other.lib", says=("other.lib",))
        self.fails(4, "synth", "units.h5", "--all", "--liberty", "none.lib", says=("none.lib",))
        said = self.lutdse("synth", "units.h5", "--all", "--dry-run").err
        self.assertIn(f"the cell library is {LIBRARY}; --liberty names another", said)

    def test_programs(self):
        nothing = {"env": {**os.environ, "PATH": self.path("nowhere")}}
        says = ("yosys: not found; install it (on Debian: apt-get install yosys)",)
        self.fails(4, "synth", "units.h5", "--all", says=says, **nothing)

    def test_files(self):
        content = self.read("units.h5")
        with open(self.path("damaged.h5"), "wb") as file:
            file.write(content[:-100])
        for name, status in (("damaged.h5", 3), ("none.h5", 4)):
            self.fails(status, "synth", name, "--all", "--liberty", LIBRARY, says=(name,))
        os.mkdir(self.path("units.h5.parts"))
        with open(self.path("units.h5.parts", "lock"), "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.fails(4, "synth", "units.h5", "--all", "--liberty", LIBRARY, says=("is being written by another run",))
            self.lutdse("synth", "units.h5", "--all", "--dry-run")
        self.assertEqual(self.read("units.h5"), content)

    def test_elsewhere(self):
        """Other commands show what there is."""
        self.fails(6, "plot", "units.h5", "--kind=synthesis", says=("'lutdse synth' does that",))
        self.assertNotIn("synth GE", self.lutdse("fronts", "units.h5").out)
        self.synth("--front", "-f", "gelu")
        self.assertIn("synth GE", self.lutdse("fronts", "units.h5", "-f", "gelu").out)
        self.assertIn("synthesis: ", self.lutdse("pick", "units.h5", "-f", "gelu", "--knee").err)
        self.assertIn('"synthesis": [', self.lutdse("fronts", "units.h5", "--json").out)
        if shutil.which("gnuplot"):
            out = self.lutdse("plot", "units.h5", "--kind=synthesis", "-F", "svg").out
            self.assertEqual(out, "units-figures/synthesis_osu018_stdcells.svg\n")


if __name__ == "__main__":
    harness.main()
