"""What a unit costs, block by block: designs, plain units, published ones, and synthesised blocks beside."""

import json
import os
import re
import shutil
import unittest

import harness
from harness import Case, needs_h5py, table

LIBRARY = "/usr/share/qflow/tech/osu018/osu018_stdcells.lib"
BLOCKS = ["storage", "compare", "select", "multiply", "shift", "add", "output", "pipeline"]

UNITS = """name: units
engine: {name: islands, islands: 2, population: 16, generations: 10}
grids:
  - {functions: gelu, entries: 2, in_bits: 4, slope: {bits: 3, frac: 1}, intercept: {bits: 3, frac: 1}}
  - {functions: gelu, entries: 8, hardware: {storage: rom, select: tree}}
"""

# Breakpoints of the scale 1/2 that are no rounding of any of scale 1/4.
GQA = {
    "gelu": {
        "1": {"breakpoints": [-1.5, 0.5], "slopes": [0.0, 0.25, 1.0], "intercepts": [0.0, 0.125, 0.0]},
        "2": {"breakpoints": [-2.25, 0.0], "slopes": [0.0, 0.25, 1.0], "intercepts": [0.0, 0.125, 0.0]},
    }
}


class Cost(Case):
    def check_sums(self, cost):
        """Blocks add up to the total, and shares to one."""
        self.assertEqual(list(cost["blocks"]), BLOCKS)
        blocks, total = cost["blocks"].values(), cost["total"]
        for figure in ("area_ge", "area_um2", "energy_pj"):
            self.assertAlmostEqual(sum(block[figure] for block in blocks) / total[figure], 1, 9)
        for share in ("area_share", "energy_share"):
            self.assertAlmostEqual(sum(block[share] for block in blocks), 1, 9)
        self.assertAlmostEqual(total["energy_pj"] * cost["clock_mhz"] / 1000, total["power_mw"], 12)
        return cost

    def plain(self, *arguments):
        return self.check_sums(self.json("cost", *arguments, "--json"))

    def run_units(self):
        self.write("units.yaml", UNITS)
        self.lutdse("run", "units.yaml", "-o", "units.h5", "-q", "-t", "1")

    def test_plain(self):
        eight = self.plain("--plain", "8")
        self.assertEqual(eight["technology"], "paper28")
        self.assertAlmostEqual(eight["total"]["area_um2"], 961, 6)
        self.assertAlmostEqual(eight["total"]["power_mw"], 0.40, 9)
        self.assertIsNone(eight["synthesis"])
        self.assertEqual(eight, self.plain("--plain=8", "-n8", "--storage=enable", "--select=one_hot", "--pipeline=0"))
        sixteen = self.plain("--plain", "8", "--entries", "16")
        self.assertEqual(sixteen["blocks"]["add"]["area_ge"], eight["blocks"]["add"]["area_ge"])
        self.assertGreater(sixteen["blocks"]["storage"]["area_ge"], eight["blocks"]["storage"]["area_ge"])
        rom = self.plain("--plain", "8", "--storage", "rom")
        self.assertEqual(rom["blocks"]["storage"]["area_ge"], 0)
        staged = self.plain("--plain", "8", "--pipeline", "2")
        self.assertGreater(staged["blocks"]["pipeline"]["area_ge"], eight["blocks"]["pipeline"]["area_ge"])
        self.assertLess(staged["total"]["delay_ns"], eight["total"]["delay_ns"])

    def test_float(self):
        half, single = self.plain("--float", "fp16"), self.plain("--float", "fp32")
        self.assertLess(half["total"]["area_ge"], single["total"]["area_ge"])
        self.assertEqual(single["blocks"]["shift"]["area_ge"], 0)

    def test_verilog(self):
        for kind, value, module in (("--plain", "16", "int16_4"), ("--float", "fp16", "fp16_4")):
            with self.subTest(module):
                self.lutdse("cost", kind, value, "--entries", "4", "--verilog", "unit.sv")
                text = self.read("unit.sv").decode()
                self.assertIn(f"module {module} (", text)
                self.assertEqual(len(re.findall(r"^module ", text, re.M)), len(re.findall(r"^endmodule", text, re.M)))
        self.assertIn("lutdse export", self.lutdse("cost", "--published", "--verilog", "x.sv", status=2).err)
        self.fails(4, "cost", "--float", "fp32", "--verilog", "none/x.sv", says=("none/x.sv",))

    def test_technology(self):
        paper, other = self.plain("--plain", "8"), self.plain("--plain", "8", "--technology", "ihp130")
        self.assertEqual((other["technology"], other["clock_mhz"]), ("ihp130", 100))
        self.assertAlmostEqual(other["total"]["area_um2"] / other["total"]["area_ge"], 7.2576, 9)
        self.assertAlmostEqual(other["total"]["area_ge"], paper["total"]["area_ge"], 6)
        self.fails(2, "cost", "--plain", "8", "--technology", "tin", says=("'tin'", "paper28, ihp130"))

    def test_table(self):
        """The table holds what the JSON says."""
        lines = self.lutdse("cost", "--plain", "8").out.splitlines()
        self.assertEqual(lines[0], "INT8, 8 entries: enable, one_hot, pipeline=0, paper28")
        rows = {line.split()[0]: line.split()[1:] for line in lines[2:]}
        cost = self.plain("--plain", "8")
        for name, block in cost["blocks"].items():
            self.assertEqual(rows[name][0], f"{block['area_ge']:.1f}")
            self.assertEqual(rows[name][1], f"{block['area_um2']:.1f}")
            self.assertEqual(rows[name][4], f"{100 * block['energy_share']:.1f}")
        self.assertEqual(rows["total"][1], "961.0")
        self.assertEqual(lines[-1], "delay 2 ns; power 0.4 mW at 500 MHz")

    @needs_h5py
    def test_design(self):
        """A design costs what its results file says, whichever file it comes from."""
        self.run_units()
        designs = table(self.path("units.h5"), "designs")
        for row in (0, len(designs) - 1):
            cost = self.check_sums(self.json("cost", "units.h5", "--design", str(row), "--json"))
            for figure in ("area_um2", "power_mw", "delay_ns"):
                self.assertAlmostEqual(cost["total"][figure] / designs[figure][row], 1, 9)
        self.lutdse("export", "units.h5", "--design", "0", "--json", "a.json")
        single = self.json("cost", "a.json", "--json")
        self.assertEqual(single, self.json("cost", "units.h5", "--design", "0", "--json"))
        picked = self.json("cost", "units.h5", "-n", "8", "--storage", "rom", "--knee", "--json")
        self.assertIn("rom, tree", picked["unit"])
        self.fails(2, "cost", "units.h5", says=("which design of units.h5?",))
        self.fails(2, "cost", "a.json", "--knee", says=("only for results files",))
        self.fails(6, "cost", "units.h5", "--design", "1000000", says=("there is no design 1000000",))

    def test_gqa(self):
        """Tables whose scales have breakpoints of their own."""
        self.write("g.json", json.dumps(GQA))
        cost = self.check_sums(self.json("cost", "g.json", "--json"))
        self.assertEqual(cost["unit"], "gelu_3: in_bits 8, enable, one_hot")
        one = self.check_sums(self.json("cost", "g.json", "--scales", "2^-2", "--in-bits", "6", "--json"))
        self.assertLess(one["total"]["area_ge"], cost["total"]["area_ge"])

    @unittest.skipIf(shutil.which("yosys") is None or not os.path.exists(LIBRARY), "yosys or its library is missing")
    @unittest.skipIf(shutil.which("sta") is None, "sta is missing")
    def test_synthesised(self):
        self.run_units()
        self.assertNotIn("synthesised", self.lutdse("cost", "units.h5", "--design", "0").out)
        found = self.json("synth", "units.h5", "--design", "0", "--blocks", "--liberty", LIBRARY, "--json")["designs"][0]
        cost = self.json("cost", "units.h5", "--design", "0", "--json")
        beside = {name: block["synthesised_ge"] for name, block in cost["blocks"].items() if "synthesised_ge" in block}
        self.assertEqual(beside, found["blocks_ge"])
        self.assertEqual(cost["synthesis"]["area_ge"], found["area_ge"]["synthesis"])
        out = self.lutdse("cost", "units.h5", "--design", "0").out
        self.assertIn("synthesised GE", out)
        self.assertIn(os.path.basename(LIBRARY), out)


class Published(Case):
    def test_json(self):
        published = self.json("cost", "--published", "--json")
        first = published["units"][0]
        self.assertEqual((first["unit"], first["entries"]), ("INT8", 8))
        self.assertAlmostEqual(first["area_um2"]["predicted"], 961, 6)
        self.assertAlmostEqual(first["power_mw"]["predicted"], 0.40, 9)
        units = {(unit["unit"], unit["entries"]): unit for unit in published["units"]}
        self.assertEqual(units["INT32", 8]["area_um2"]["published"], 5243)
        self.assertEqual(units["FP32", 8]["power_mw"]["published"], 2.02)
        self.assertIsNone(units["INT16", 8]["area_um2"]["published"])
        self.assertIsNone(units["INT16", 8]["area_um2"]["ratio"])
        for unit in units.values():
            self.assertEqual(list(unit["blocks"]), BLOCKS)
            total = sum(block["area_um2"] for block in unit["blocks"].values())
            self.assertAlmostEqual(total / unit["area_um2"]["predicted"], 1, 9)
        for name, bits in (("INT16", "16"), ("INT32", "32")):
            plain = self.json("cost", "--plain", bits, "--entries", "16", "--json")
            self.assertAlmostEqual(plain["total"]["area_um2"], units[name, 16]["area_um2"]["predicted"], 6)
        plain = self.json("cost", "--float", "fp32", "--json")
        self.assertAlmostEqual(plain["total"]["power_mw"], units["FP32", 8]["power_mw"]["predicted"], 9)
        ratio, saved = published["comparisons"][:2]
        predicted = units["INT8", 16]["area_um2"]["predicted"] / 961
        self.assertAlmostEqual(ratio["area"]["predicted"], predicted, 9)
        self.assertAlmostEqual(saved["area"]["predicted"], 1 - 961 / units["INT32", 8]["area_um2"]["predicted"], 9)
        self.assertAlmostEqual(saved["area"]["published"], 0.817, 3)

    def test_table(self):
        out = self.lutdse("cost", "--published").out
        self.assertRegex(out, r"INT8 +8 +961 +961 +1\.000 +0\.40 +0\.40 +1\.000 +2\.00\n")
        self.assertRegex(out, r"INT16 +8 +- +\d+ +- +- ")
        self.assertRegex(out, r"saves against FP32 +81\.3 % +\d\d\.\d % +80\.2 % ")

    @unittest.skipIf(shutil.which("gnuplot") is None, "gnuplot is missing")
    def test_figure(self):
        listed = self.lutdse("plot", "--kind", "published", "-F", "svg").out.split()
        self.assertEqual(listed, ["figures/published.svg"])
        drawn = self.read("figures/published.svg").decode()
        for word in ("storage", "pipeline", "published", "INT16", "FP32", "500 MHz"):
            self.assertIn(word, drawn)
        self.fails(2, "plot", "--kind", "published,front", says=("which results?",))


if __name__ == "__main__":
    harness.main()
