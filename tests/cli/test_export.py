"""Exports end to end: from results and design files to files that are read back."""

import csv
import io
import json
import os
import shutil
import subprocess
import unittest

import harness
from harness import Case

SWEEP = """name: exports
engine: {name: islands, islands: 2, population: 16, generations: 20}
grids:
  - {name: plain, functions: [gelu, exp], entries: [4, 8]}
  - {name: odd, functions: gelu, scale_sets: [[0.3, 0.1]], entries: 4}
  - {name: stage, functions: gelu, tails: clamp, entries: 5, output: {bits: 8, scale: 2^-5}}
  - {name: half, functions: tanh, entries: 8, hardware: {storage: rom, select: tree, symmetry: half}}
  - {name: digits, functions: exp, entries: 4, hardware: {storage: gated, digits: 2, pipeline: 1}}
  - {name: address, functions: gelu, scale_sets: [[2^-3..2^-5]], entries: 4, hardware: {select: power2, pipeline: 2}}
"""

# Breakpoints of the scale 1/2 that are no rounding of any of scale 1/4.
GQA = {
    "gelu": {
        "1": {"breakpoints": [-1.5, 0.5], "slopes": [0.0, 0.25, 1.0], "intercepts": [0.0, 0.125, 0.0]},
        "2": {"breakpoints": [-2.25, 0.0], "slopes": [0.0, 0.25, 1.0], "intercepts": [0.0, 0.125, 0.0]},
    }
}


class Exports(Case):
    results = None  # of the sweep, the same for every test

    def setUp(self):
        super().setUp()
        if Exports.results is None:
            self.write("exports.yaml", SWEEP)
            self.lutdse("run", "exports.yaml", "-o", "r.h5", "-q")
            Exports.results = self.read("r.h5")
        with open(self.path("r.h5"), "wb") as file:
            file.write(Exports.results)

    def pick(self, *arguments):
        self.lutdse("pick", "r.h5", "--knee", *arguments, "-o", "picked.json")
        return json.loads(self.read("picked.json"))

    def test_several_at_once(self):
        """Each of them is what it is alone; from the design file the same but for what a point adds."""
        self.pick("-f", "gelu", "-n", "8")
        self.lutdse("export", "r.h5", "--knee", "-f", "gelu", "-n", "8", "--c", "a.h", "--json", "a.json", "--csv", "a.csv",
                    "--gqa", "a.gqa")
        self.assertEqual(self.read("a.json"), self.read("picked.json"))
        for option, name in (("--c", "a.h"), ("--csv", "a.csv"), ("--gqa", "a.gqa")):
            self.assertEqual(self.lutdse("export", "picked.json", option, "-").out.encode(), self.read(name), name)
        self.assertEqual(self.leftovers(), [])

    def test_json_again(self):
        """A design file from a design file says the same of the table, and eval agrees with it."""
        design = self.pick("-f", "gelu", "-n", "5")
        self.lutdse("export", "picked.json", "--json", "again.json")
        again = json.loads(self.read("again.json"))
        self.assertEqual(again, {key: design[key] for key in again})
        self.assertEqual(set(design) - set(again), {"cost", "point"})
        self.assertIs(self.json("eval", "--json", "again.json")["verified"], True)

    def test_row(self):
        designs = [self.json("export", "r.h5", "--json", "-", f"--design={row}") for row in range(6)]
        self.assertGreater(len({json.dumps(design) for design in designs}), 1)
        self.fails(6, "export", "r.h5", "--json", "-", "--design=100000", says=("r.h5", "no design 100000"))

    @unittest.skipIf(harness.h5py is None, "h5py is missing")
    def test_row_is_that_of_the_table(self):
        table = harness.table(self.path("r.h5"), "designs")
        for row in (0, len(table) // 2, len(table) - 1):
            design = self.json("export", "r.h5", "--json", "-", f"--design={row}")
            self.assertEqual(design["errors"]["mse"], table[row]["mse"])
            self.assertEqual(design["entries"], table[row]["entries"])

    def test_csv(self):
        design = self.pick("-f", "gelu", "-n", "8", "-g", "plain")
        rows = list(csv.DictReader(io.StringIO(self.lutdse("export", "picked.json", "--csv", "-").out)))
        self.assertEqual([float(row["slope"]) for row in rows], design["slopes"])
        self.assertEqual([float(row["intercept"]) for row in rows], design["intercepts"])
        self.assertEqual([float(row["to"]) for row in rows[:-1]], design["breakpoints"])
        self.assertEqual([float(row["from"]) for row in rows[1:]], design["breakpoints"])
        self.assertEqual((rows[0]["from"], rows[-1]["to"]), ("-inf", "inf"))
        frac = max(design["slope"]["frac"], design["intercept"]["frac"])
        for row in rows:
            self.assertEqual(int(row["slope_code"]), float(row["slope"]) * 2 ** design["slope"]["frac"])
            self.assertEqual(int(row["intercept_code"]), float(row["intercept"]) * 2 ** design["intercept"]["frac"])
            for scale in design["scales"]:
                threshold = min(max(round(float(row["to"]) / scale), -128), 127) if row["to"] != "inf" else 127
                self.assertEqual(int(row[f"threshold_{scale:.6g}"]), threshold)
                self.assertEqual(int(row[f"addend_{scale:.6g}"]), round(float(row["intercept"]) / scale * 2**frac))

    def test_gqa_round_trip(self):
        """Read back, every scale has the same errors."""
        design = self.pick("-f", "exp", "-n", "8")
        self.assertEqual(self.lutdse("export", "picked.json", "--gqa", "exp.json").err, "")
        tables = json.loads(self.read("exp.json"))
        self.assertEqual(list(tables["exp"]), [str(j) for j in range(7)])
        for table in tables["exp"].values():
            self.assertEqual(list(table), ["breakpoints", "slopes", "intercepts"])
        self.assertEqual(self.json("eval", "--json", "exp.json")["errors"], design["errors"])

    def test_gqa_losses(self):
        self.pick("-g", "stage")
        err = self.lutdse("export", "picked.json", "--gqa", "a.json").err
        self.assertIn("output stage is left out", err)
        self.assertIn("not clamped", err)
        self.pick("-g", "odd")
        self.fails(3, "export", "picked.json", "--gqa", "-", says=("picked.json: --gqa", "0.3"))

    def test_from_gqa(self):
        """Tables with breakpoints of their own at each scale: as C and values, but not as one design."""
        self.write("g.json", json.dumps(GQA))
        self.lutdse("export", "g.json", "--gqa", "again.json", "--csv", "g.csv", "--c", "g.h")
        self.assertEqual(json.loads(self.read("again.json")), GQA)
        (first, *_) = csv.DictReader(io.StringIO(self.read("g.csv").decode()))
        self.assertEqual((first["threshold_0.5"], first["threshold_0.25"]), ("-3", "-9"))
        self.fails(3, "export", "g.json", "--json", "-", says=("--json", "--scales"))
        one = self.json("export", "g.json", "--scales", "2^-2", "--in-bits", "6", "--json", "-")
        self.assertEqual((one["in_bits"], one["scales"], one["breakpoints"]), (6, [0.25], [-2.25, 0.0]))

    def test_lines_that_differ_between_scales(self):
        other = json.loads(json.dumps(GQA))
        other["gelu"]["2"]["slopes"][1] = 0.5
        self.write("g.json", json.dumps(other))
        self.fails(3, "export", "g.json", "--csv", "-", says=("g.json", "scale 0.25"))

    def test_note_of_rounding(self):
        design = self.pick("-f", "gelu", "-n", "4", "-g", "plain")
        design["slopes"][0] += 1e-5
        for key in ("errors", "optimum"):
            design.pop(key, None)
        self.write("moved.json", json.dumps(design))
        self.assertIn("1 slopes", self.lutdse("export", "moved.json", "--csv", "-").err)

    def test_name(self):
        self.pick("-f", "gelu", "-n", "4", "-g", "plain")
        for name, expected in (("mine", "mine"), ("a b-c", "a_b_c"), ("8bit", "t8bit"), ("int", "int_"), ("exp", "exp_")):
            text = self.lutdse("export", "picked.json", "--c", "-", "--name", name).out
            self.assertIn(f" {expected}_acc(int32_t q, int scale)", text)
            self.assertIn(f"#ifndef {expected.upper()}_H\n", text)
            note = f"note: --name: {name} becomes {expected}\n"
            self.assertEqual(note in self.lutdse("export", "picked.json", "--csv", "-", "--name", name).err, name != expected)
        self.assertIn(" gelu_4_acc(", self.lutdse("export", "picked.json", "--c", "-").out)

    def test_output_stage_that_no_shift_makes(self):
        design = self.pick("-g", "stage")
        design["output"]["scale"] = 0.03
        for key in ("errors", "optimum"):
            design.pop(key, None)
        self.write("decimal.json", json.dumps(design))
        result = self.lutdse("export", "decimal.json", "--c", "-")
        self.assertIn("note: --c: the exact output only: output: scale 0.03", result.err)
        self.assertIn("There is no function for the output as a code: output: scale 0.03", result.out)
        self.assertNotIn("gelu_5(", result.out)

    def computed(self, function, stage):
        """The mean squared errors of the C header lut.h: exact and, if there is a stage, requantised."""
        self.write(
            "main.c",
            f"#define FUNCTION(x) ({function})\n#define CODE(q, s) {'lut(q, s)' if stage else '0'}\n"
            + r"""
            #include "lut.h"
            #include <math.h>
            #include <stdio.h>
            int main(void) {
              double sum = 0, rounded = 0;
              for (int s = 0; s < LUT_SCALES; s++) {
                double mse = 0, mse_rounded = 0, codes = 0;
                for (int q = -128; q <= 127; q++) {
                  const double x = ldexp(q, -s), y = FUNCTION(x);
                  if (fabs(x) > 4)
                    continue;
                  codes++;
                  mse += pow(lut_acc(q, s) * lut_unit[s] - y, 2);
                  mse_rounded += pow(ldexp(CODE(q, s), -5) - y, 2);
                }
                sum += mse / codes, rounded += mse_rounded / codes;
              }
              printf("%.17g %.17g\n", sum / LUT_SCALES, rounded / LUT_SCALES);
            }""",
        )
        subprocess.run(["gcc", "main.c", "-o", "main", "-lm"], cwd=self.folder, check=True)
        printed = subprocess.run([self.path("main")], capture_output=True, text=True, check=True).stdout
        return [float(word) for word in printed.split()]

    @unittest.skipIf(shutil.which("gcc") is None, "gcc is missing")
    def test_c(self):
        """The mean squared error, computed by the exported code; also of half a table, whose code has the whole one."""
        for grid, function in (("stage", "x / 2 * (1 + erf(x / sqrt(2)))"), ("half", "tanh(x)")):
            design = self.pick("-g", grid)
            self.lutdse("export", "picked.json", "--c", "lut.h", "--name", "lut")
            exact, requantised = self.computed(function, "output" in design)
            self.assertLess(abs(exact / design["errors"]["mse"] - 1), 1e-9)
            if "output" in design:
                self.assertLess(abs(requantised / design["errors"]["requantised"]["mse"] - 1), 1e-9)

    def simulate(self, name, *arguments):
        """Export a unit with its test bench and run that; what it prints."""
        self.lutdse("export", *arguments, "--verilog", "unit.sv", "--testbench", "bench.sv", "--name", name)
        commands = (["iverilog", "-g2012", "-o", "bench", "unit.sv", "bench.sv"], ["vvp", "bench"])
        for command in commands:
            result = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)
            self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return result.stdout

    @unittest.skipIf(shutil.which("iverilog") is None, "iverilog is missing")
    def test_verilog(self):
        self.assertIn("PASS gelu: 1792 of 1792 codes", self.simulate("gelu", "r.h5", "--knee", "-g", "stage"))
        self.assertFalse(os.path.exists(self.path("gelu_tb.hex")))
        design = self.pick("-g", "odd")
        self.assertIn("PASS wide: 512 of 512 codes", self.simulate("wide", "picked.json"))
        self.assertIn(" wide: gelu on [-4, 4]", self.read("unit.sv").decode())
        self.assertEqual(design["entries"], 4)

    @unittest.skipIf(shutil.which("iverilog") is None, "iverilog is missing")
    def test_hardware(self):
        """A unit is built as its point says, also by way of a design file."""
        for grid, says in (
            ("half", ("storage    rom", "select     tree")),
            ("digits", ("storage    gated", "2 signed digits")),
            ("address", ("storage    enable", "select     power2")),
        ):
            with self.subTest(grid):
                self.assertIn("PASS unit: ", self.simulate("unit", "r.h5", "--knee", "-g", grid))
                bench = self.read("bench.sv")
                self.pick("-g", grid)
                self.assertIn("PASS unit: ", self.simulate("unit", "picked.json"))
                self.assertEqual(self.read("bench.sv"), bench)
                for text in says:
                    self.assertIn(text, self.read("unit.sv").decode())

    @unittest.skipIf(shutil.which("iverilog") is None, "iverilog is missing")
    def test_test_bench_with_many_codes(self):
        """Their outputs are in a second file."""
        design = self.pick("-f", "gelu", "-n", "8", "-g", "plain")
        design.update(in_bits=14, scales=[2**-8])
        design["breakpoints"] = sorted(round(p * 256) / 256 for p in design["breakpoints"])
        for key in ("errors", "optimum"):
            design.pop(key, None)
        self.write("broad.json", json.dumps(design))
        self.assertIn("PASS broad: 16384 of 16384 codes", self.simulate("broad", "broad.json"))
        self.assertEqual(len(self.read("broad_tb.hex").split()), 16384)
        self.fails(3, "export", "broad.json", "--testbench", "-", says=("_tb.hex",))

    def test_memory(self):
        """Thresholds, the domain, and pairs of slope and intercept, for one scale after the other."""
        design = self.pick("-g", "stage")
        self.lutdse("export", "picked.json", "--mem", "u.mem", "--csv", "u.csv")
        lines = self.read("u.mem").decode().splitlines()
        words = [int(line, 16) for line in lines if not line.startswith("//")]
        with open(self.path("u.csv"), encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        expected = []
        for s, scale in enumerate(design["scales"]):
            expected += [int(row[f"threshold_{scale:.6g}"]) & 0xFF for row in rows[:-1]]
            expected += [max(-4 << s, -128) & 0xFF, min(4 << s, 127)]
            expected += [(int(row["slope_code"]) & 0xFF) << 8 | int(row["intercept_code"]) & 0xFF for row in rows]
        self.assertEqual(words, expected)
        self.assertEqual(lines[1], f"// logic [15:0] words [0:{len(words) - 1}]")

    def test_units_that_there_are_not(self):
        self.write("g.json", json.dumps(GQA))
        for option in ("--verilog", "--testbench", "--mem"):
            self.fails(3, "export", "g.json", option, "-", says=(option, "--scales"))
            self.lutdse("export", "g.json", "--scales=0.25", option, "-")
        design = self.pick("-g", "stage")
        design["output"]["scale"] = 0.03
        for key in ("errors", "optimum"):
            design.pop(key, None)
        self.write("decimal.json", json.dumps(design))
        self.fails(3, "export", "decimal.json", "--verilog", "-", says=("decimal.json: --verilog", "output: scale 0.03"))

    def test_options_for_other_files(self):
        self.pick("-f", "gelu", "-n", "4", "-g", "plain")
        self.write("g.json", json.dumps(GQA))
        for arguments, says in (
            (("picked.json", "--design=0"), "--design"),
            (("picked.json", "--knee"), "--knee"),
            (("picked.json", "-f", "gelu"), "by function"),
            (("picked.json", "-b", "8"), "width"),
            (("picked.json", "--storage=rom"), "hardware"),
            (("picked.json", "--slope=8,6"), "--slope"),
            (("g.json", "-n", "3"), "entries"),
            (("r.h5", "--design=0", "--slope=8,6"), "--slope"),
            (("r.h5",), "which design"),
        ):
            with self.subTest(arguments):
                self.fails(2, "export", *arguments, "--c", "-", says=(says,))

    def test_nothing_is_written_unless_all_is_ready(self):
        self.pick("-g", "odd")
        self.fails(3, "export", "picked.json", "--csv", "a.csv", "--gqa", "a.json")
        self.assertFalse(os.path.exists(self.path("a.csv")))

    def test_pipes(self):
        """A design from a pipe, which can be read only once."""
        for command in (("eval", "--json", "/dev/stdin"), ("export", "--csv", "-", "/dev/stdin")):
            self.pick("-f", "gelu", "-n", "4", "-g", "plain")
            result = subprocess.run([harness.PROGRAM, *command], input=self.read("picked.json"), capture_output=True, check=False)
            self.assertEqual(result.returncode, 0, result.stderr)


if __name__ == "__main__":
    harness.main()
