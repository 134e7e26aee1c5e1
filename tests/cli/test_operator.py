"""lutdse operator: tables from files and computed, figures for people and as JSON, and what it refuses."""

import json
import math
import unittest

import harness
from harness import Case, needs_h5py

VARIANTS = ("tables", "ideal", "output")
QUICK = ("--length", "1,24", "--vectors", "5", "--scale", "0.25,2^-4")

SWEEP = """name: operators
engine: exact
grids:
  - functions: [exp, div, rsqrt]
    entries: [4, 8]
    tails: [{tails}]
"""

RANGES = """name: ranges
engine: exact
define:
  - {name: exp_short, function: exp, domain: [-1, 0]}
grids:
  - functions: [exp_short]
    in_bits: [9]
    scale_sets: [[2^-4..2^-6]]
    ranges: [12]
    entries: [8]
  - functions: [exp]
    in_bits: [9]
    scale_sets: [[2^-4..2^-6]]
    tails: [asymptote]
    entries: [8]
"""


def line_table(function, scales, breakpoints, slopes, intercepts):
    """A file in GQA-LUT's format."""
    tables = {}
    for exponent in scales:
        unit = 2.0**-exponent
        rounded = [round(p / unit) * unit for p in breakpoints]
        tables[str(exponent)] = {"breakpoints": rounded, "slopes": slopes, "intercepts": intercepts}
    return json.dumps({function: tables})


class Figures(Case):
    def test_softmax(self):
        found = self.json("operator", "softmax", "--json", *QUICK)
        self.assertEqual(found["operator"], "softmax")
        self.assertEqual(set(found["tables"]), {"exp", "div"})
        self.assertEqual([found["tables"][role]["entries"] for role in ("exp", "div")], [8, 8])
        self.assertAlmostEqual(found["tables"]["exp"]["errors"]["mse"], 4.053498242e-05, delta=1e-13)
        self.assertIsNone(found["tables"]["exp"]["file"])
        self.assertEqual(found["unit"], {"scale": 2**-6, "first": 64, "last": 127})
        self.assertEqual(len(found["cases"]), 2 * 6 * 2)
        self.assertEqual([case["scale"] for case in found["cases"][:2]], [0.25, 0.0625])
        for figures in [found["figures"]] + [case["figures"] for case in found["cases"]]:
            self.assertEqual(set(figures), set(VARIANTS))
            for variant in VARIANTS:
                self.assertEqual(set(figures[variant]), {"mse", "mae", "max_abs", "sum_error", "top1", "divergence"})
                self.assertTrue(all(math.isfinite(value) and value >= 0 for value in figures[variant].values()))
        mean = sum(case["figures"]["tables"]["mse"] for case in found["cases"]) / 24
        self.assertAlmostEqual(found["figures"]["tables"]["mse"], mean, delta=1e-15)
        self.assertLess(found["figures"]["ideal"]["mse"], found["figures"]["tables"]["mse"])
        self.assertLess(found["figures"]["output"]["mse"], found["figures"]["ideal"]["mse"])

    def test_layernorm(self):
        found = self.json("operator", "layernorm", "--json", "--entries=4", "--epsilon=0.5", *QUICK)
        self.assertEqual(set(found["tables"]), {"rsqrt"})
        self.assertEqual(found["settings"]["epsilon"], 0.5)
        self.assertEqual(found["settings"]["out_frac"], 4)
        self.assertEqual(found["tables"]["rsqrt"]["entries"], 4)
        for case in found["cases"]:
            for variant in VARIANTS:
                figures = case["figures"][variant]
                self.assertEqual(set(figures), {"mse", "mae", "max_abs"})
                if case["length"] == 1 or case["distribution"] == "constant":
                    self.assertEqual(figures["max_abs"], 0)

    def test_text(self):
        result = self.lutdse("operator", "softmax", *QUICK)
        self.assertEqual(result.err, "")
        self.assertIn("exp: 8 entries on [-8, 0], in_bits 8, slopes Q(8,6), intercepts Q(8,6), tails asymptote", result.out)
        self.assertIn("codes 64 to 127 at scale 0.015625", result.out)
        lines = result.out.split("\n\n")[1].splitlines()
        self.assertEqual(lines[0].split(), ["vectors", "variant", "mse", "mae", "max_abs", "|sum", "-", "1|", "top-1", "KL"])
        self.assertEqual(len(lines), 1 + 3 * (1 + 2 + 6 + 2))
        each = self.lutdse("operator", "softmax", "--each", *QUICK).out.split("\n\n")[1].splitlines()
        self.assertEqual(len(each), 1 + 3 * 24)
        self.assertTrue(each[1].startswith("1 normal 0.25"))

    def test_reproducible(self):
        one = self.lutdse("operator", "softmax", "--json", "-t", "1", *QUICK).out
        self.assertEqual(self.lutdse("operator", "softmax", "--json", "-t", "3", *QUICK).out, one)
        self.assertNotEqual(self.lutdse("operator", "softmax", "--json", "--seed", "2", *QUICK).out, one)

    def test_wide(self):
        wide = ("--slope=16,13", "--intercept=16,13", "--out-bits=16", "--entries=16")
        narrow = self.json("operator", "softmax", "--json", "--entries=16", "--out-bits=16", *QUICK)
        found = self.json("operator", "softmax", "--json", *wide, *QUICK)
        self.assertLess(found["figures"]["tables"]["mse"], 0.5 * narrow["figures"]["tables"]["mse"])

    def test_fit(self):
        scales = "--scale=" + ",".join(f"2^-{i}" for i in range(7))
        usual = self.json("operator", "layernorm", "--json", "--length=24", scales)
        fitted = self.json("operator", "layernorm", "--json", "--length=24", "--fit", scales)
        self.assertEqual(fitted["unit"], usual["unit"])
        losses = [found["figures"]["tables"]["mse"] - found["figures"]["ideal"]["mse"] for found in (usual, fitted)]
        self.assertLess(losses[1], 0.1 * losses[0])
        softmax = self.json("operator", "softmax", "--json", "--fit", *QUICK)
        self.assertLess(softmax["tables"]["div"]["errors"]["mse"], 1e-6)
        self.assertAlmostEqual(softmax["tables"]["exp"]["errors"]["mse"], 4.053498242e-05, delta=1e-13)

    def test_input_bits(self):
        """A table one bit wider than the codes holds every difference of two of them."""
        scale = ("--length=24", "--scale=2^-6", "--scales=2^-6", "--vectors=5", "--json")
        narrow = self.json("operator", "softmax", *scale)
        wide = self.json("operator", "softmax", "--in-bits=9", "--input-bits=8", *scale)
        self.assertEqual(wide["settings"]["input_bits"], 8)
        self.assertLess(wide["figures"]["ideal"]["mse"], 0.5 * narrow["figures"]["ideal"]["mse"])


class Tables(Case):
    def run_sweep(self, tails="free"):
        self.write("operators.yaml", SWEEP.format(tails=tails))
        self.lutdse("run", "operators.yaml", "-o", "operators.h5", "-t", "1", "-q")

    @needs_h5py
    def test_results(self):
        """A results file, its designs as JSON and the same tables computed make the same figures."""
        self.run_sweep()
        computed = self.json("operator", "softmax", "--json", "--tails=free", *QUICK)
        found = self.json("operator", "softmax", "--json", "--exp=operators.h5", "--div=operators.h5", *QUICK)
        self.assertEqual(found["tables"]["exp"]["file"], "operators.h5")
        self.assertEqual(found["cases"], computed["cases"])
        for role in ("exp", "div"):
            self.lutdse("pick", "operators.h5", "-f", role, "-n", "8", "--max-mse", "1", "-o", role + ".json")
        found = self.json("operator", "softmax", "--json", "--exp=exp.json", "--div=div.json", *QUICK)
        self.assertEqual(found["cases"], computed["cases"])
        found = self.json("operator", "softmax", "--json", "--exp=exp.json", "--tails=free", *QUICK)
        self.assertEqual(found["cases"], computed["cases"])
        fewer = self.json("operator", "layernorm", "--json", "--rsqrt=operators.h5", "-n", "4", *QUICK)
        self.assertEqual(fewer["tables"]["rsqrt"]["entries"], 4)
        again = self.json("operator", "layernorm", "--json", "--entries=4", *QUICK)
        self.assertEqual(fewer["cases"], again["cases"])

    @needs_h5py
    def test_ranges(self):
        """A short table of exp with input ranges keeps the small terms that a long one loses."""
        self.write("ranges.yaml", RANGES)
        self.lutdse("run", "ranges.yaml", "-o", "ranges.h5", "-t", "1", "-q")
        divergence = {}
        for name in ("exp", "exp_short"):
            found = self.json("operator", "softmax", "--json", "--exp=ranges.h5", "-f", name, "--fit", "--input-bits=8",
                              "--out-bits=16", "--length=512", "--distribution=normal", "--vectors=8")
            self.assertEqual(found["tables"]["exp"]["function"], name)
            self.assertEqual(found["tables"]["exp"]["ranges"], 12 if name == "exp_short" else 1)
            divergence[name] = found["figures"]["tables"]["divergence"]
        self.assertLess(divergence["exp_short"], 0.1 * divergence["exp"])

    def test_written_by_hand(self):
        """A table of several ranges in dynamic fixed point: both are told, and one range is the same as none."""
        table = {"function": "div", "in_bits": 9, "scales": [0.015625], "slope": {"bits": 4, "frac": 3, "exponents": 3}}
        table |= {"intercept": {"bits": 5, "frac": 3, "exponents": 1}, "breakpoints": [1.0], "slopes": [-3.0, -0.25]}
        table |= {"intercepts": [3.25, 1.25], "tails": "free"}
        texts = {count: json.dumps({**table, "ranges": count}) for count in (1, 3)}
        for count, text in texts.items():
            self.write(f"{count}.json", text)
        self.write("none.json", json.dumps(table))
        self.assertEqual(self.lutdse("eval", "1.json").out, self.lutdse("eval", "none.json").out)
        first = self.lutdse("eval", "3.json").out.splitlines()[0]
        self.assertEqual(first, "div: 2 entries, in_bits 9, slopes Q(4,3)x3, intercepts Q(5,3), tails free, 3 input ranges")
        self.assertEqual([self.json("eval", "--json", f"{count}.json")["ranges"] for count in (1, 3)], [1, 3])
        printed = self.lutdse("operator", "softmax", "--div=3.json", *QUICK).out
        self.assertIn("in_bits 9, slopes Q(4,3)x3, intercepts Q(5,3), tails free, 3 ranges", printed)
        found = self.json("operator", "softmax", "--json", "--div=3.json", *QUICK)["tables"]["div"]
        self.assertEqual((found["slope"], found["ranges"]), (table["slope"], 3))

    @needs_h5py
    def test_choice(self):
        self.run_sweep()
        knee = self.json("operator", "layernorm", "--json", "--rsqrt=operators.h5", "--max-mse=0.1", *QUICK)
        self.assertEqual(knee["tables"]["rsqrt"]["entries"], 4)
        self.fails(6, "operator", "layernorm", "--rsqrt=operators.h5", "--max-mse=1e-9", *QUICK)
        self.fails(6, "operator", "layernorm", "--rsqrt=operators.h5", "-n", "5", *QUICK)
        self.lutdse("pick", "operators.h5", "-f", "rsqrt", "--max-mse", "1", "-o", "rsqrt.json")
        self.fails(2, "operator", "layernorm", "--rsqrt=rsqrt.json", "--max-mse=1", *QUICK, says=("rsqrt.json",))
        self.fails(2, "operator", "layernorm", "--rsqrt=rsqrt.json", "--slope=8,6", *QUICK, says=("--slope",))

    def test_other_function(self):
        self.write("gelu.json", line_table("gelu", [0, 2], [0], [0, 1], [0, 0]))
        self.fails(3, "operator", "softmax", "--exp=gelu.json", *QUICK, says=("gelu.json", "exp"))
        self.fails(3, "operator", "layernorm", "--rsqrt=gelu.json", *QUICK, says=("gelu.json", "rsqrt"))

    def test_gqa(self):
        """Breakpoints of the scale's own are used: at 2^-2 this table is 1 for 0 alone, at 2^-4 from -1/2 on."""
        text = json.loads(line_table("exp", [2, 4], [0], [0, 0], [0, 1]))
        text["exp"]["2"]["breakpoints"] = [-0.25]
        text["exp"]["4"]["breakpoints"] = [-0.5]
        self.write("exp.json", json.dumps(text))
        found = self.json("operator", "softmax", "--json", "--exp=exp.json", "--length=2", "--distribution=uniform",
                          "--spread=0.0625", "--vectors=50", "--out-frac=7")
        at = {case["scale"]: case["figures"]["tables"] for case in found["cases"]}
        self.assertEqual(set(at), {0.25, 0.0625})
        # Codes 0 and -1 at 1/4 become 1 and 0; at 1/16 all differences are below 1/2, and all outputs 1/2.
        self.assertGreater(at[0.25]["max_abs"], 0.4)
        self.assertLess(at[0.0625]["max_abs"], 0.2)

    def test_unfit(self):
        """1/x at scales of 1 and more has no octave of codes in its domain."""
        self.fails(3, "operator", "layernorm", "--scales=0.1", "--scale=0.25", says=("rsqrt", "power of two"))
        self.fails(3, "operator", "layernorm", "--scale=2^-20", "--epsilon=1", says=("epsilon",))


if __name__ == "__main__":
    harness.main()
