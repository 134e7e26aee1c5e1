"""What comes out: results files, designs, fronts and figures, each against a second, independent computation."""

import csv
import itertools
import math
import os
import shutil
import unittest
from fractions import Fraction

import harness
from harness import Case, needs_h5py, table

FUNCTIONS = {
    "gelu": lambda x: x / 2 * (1 + math.erf(x / math.sqrt(2))),
    "exp": math.exp,
    "tanh": math.tanh,
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)),
    "rsqrt": lambda x: 1 / math.sqrt(x),
}
DOMAINS = {"gelu": (-4, 4), "exp": (-8, 0), "tanh": (-4, 4), "sigmoid": (-8, 8), "rsqrt": (0.25, 4)}

VARIED = """name: varied
engine: {name: islands, islands: 2, population: 16, generations: 50}
grids:
  - {name: plain, functions: [gelu, exp, tanh, sigmoid, rsqrt], entries: [4, 8, 12]}
  - name: odd
    functions: [gelu, sigmoid]
    in_bits: [6, 10]
    scale_sets: [[2^-3..2^-6]]
    slope: {bits: 9, frac: 5}
    intercept: {bits: 10, frac: 8}
    tails: [free, asymptote, clamp]
    output: [none, {bits: 8, scale: 2^-5}]
    entries: [5]
  - name: decimal
    functions: [gelu, sigmoid]
    in_bits: [6, 10]
    scale_sets: [[0.3, 0.0375]]
    slope: {bits: 9, frac: 5}
    intercept: {bits: 10, frac: 8}
    output: [none, {bits: 8, scale: 0.075}]
    entries: [5]
"""


class Unit:
    """
    The hardware, in integers, from the JSON of a design: nothing of lutdse is used. round() takes halves to the even
    neighbour. Fractions are exact; the quotient of a breakpoint and a scale is a double, as docs/architecture.md says.
    """

    def __init__(self, design):
        self.design = design
        self.finest = min(design["scales"])
        self.slope_frac, self.intercept_frac = design["slope"]["frac"], design["intercept"]["frac"]
        self.fraction = max(self.slope_frac, self.intercept_frac)
        self.slopes = [self.code(k, self.slope_frac) for k in design["slopes"]]
        self.intercepts = [self.code(b, self.intercept_frac) for b in design["intercepts"]]

    @staticmethod
    def code(value, frac):
        code = Fraction(value) * 2**frac
        assert code.denominator == 1, "not on its grid"
        return code.numerator

    def codes(self, scale):
        half = 2 ** (self.design["in_bits"] - 1)
        low, high = DOMAINS[self.design["function"]]
        return [q for q in range(-half, half) if low <= scale * q <= high]

    def outputs(self, scale):
        """The exact output of every code that counts, as fractions."""
        half = 2 ** (self.design["in_bits"] - 1)
        exact = Fraction(scale)
        stored = [round(p / self.finest) * self.finest for p in self.design["breakpoints"]]
        thresholds = [min(max(round(p / scale), -half), half - 1) for p in stored]
        shifted = [round(Fraction(b, 2**self.intercept_frac) / exact * 2**self.fraction) for b in self.intercepts]
        for q in self.codes(scale):
            entry = sum(q > threshold for threshold in thresholds)
            accumulator = (self.slopes[entry] * q << (self.fraction - self.slope_frac)) + shifted[entry]
            yield q, accumulator * exact / 2**self.fraction

    def requantised(self, value):
        stage = self.design.get("output")
        if stage is None:
            return value
        half = 2 ** (stage["bits"] - 1)
        scale = Fraction(stage["scale"])
        return min(max(round(value / scale), -half), half - 1) * scale

    def errors(self, requantise):
        function = FUNCTIONS[self.design["function"]]
        sets = []
        for scale in self.design["scales"]:
            errors = [
                float(self.requantised(y) if requantise else y) - function(scale * q) for q, y in self.outputs(scale)
            ]
            if errors:
                sets.append(
                    (
                        math.fsum(e * e for e in errors) / len(errors),
                        math.fsum(map(abs, errors)) / len(errors),
                        max(map(abs, errors)),
                    )
                )
        mse, mae, max_abs = zip(*sets)
        return {"mse": math.fsum(mse) / len(mse), "mae": math.fsum(mae) / len(mae), "max_abs": max(max_abs)}


class Designs(Case):
    def setUp(self):
        super().setUp()
        self.write("varied.yaml", VARIED)
        self.lutdse("run", "varied.yaml", "-o", "varied.h5", "-q")

    def assert_close(self, found, expected, tolerance=1e-12):
        self.assertLessEqual(abs(found - expected), tolerance * abs(expected), f"{found} is not {expected}")

    def check_errors(self, found, expected):
        for metric, value in expected.items():
            self.assert_close(found[metric], value, 1e-12 if metric != "max_abs" else 1e-14)

    def pick(self, *arguments):
        return self.json("pick", "varied.h5", *arguments)

    def test_pick_and_eval(self):
        """What the file says, what eval says and what the computation above says agree."""
        picks = [("-f", name, "-g", "plain", "-n", str(n)) for name in FUNCTIONS for n in (4, 8, 12)]
        for grid, name, bits in itertools.product(("odd", "decimal"), ("gelu", "sigmoid"), ("6", "10")):
            picks.append(("-f", name, "-g", grid, "-b", bits))
        for selection, goal in itertools.product(picks, (("--max-area=1e6",), ("--max-mse=1",), ("--knee",))):
            with self.subTest(selection + goal):
                self.check_design(*selection, *goal)

    def check_design(self, *arguments):
        self.assertEqual(self.lutdse("pick", "varied.h5", *arguments, "-o", "picked.json").out, "")
        printed = self.lutdse("pick", "varied.h5", *arguments)
        self.assertEqual(printed.out.encode(), self.read("picked.json"))
        self.assertIn("mse", printed.err)  # the summary is for people
        design = harness.json.loads(printed.out)
        unit = Unit(design)
        self.check_errors(design["errors"], unit.errors(requantise=False))
        if "output" in design:
            self.check_errors(design["errors"]["requantised"], unit.errors(requantise=True))
        evaluated = self.json("eval", "--json", "picked.json")
        self.assertEqual(evaluated["errors"], design["errors"])
        self.assertIs(evaluated["verified"], True)
        self.assertEqual(set(evaluated["rounded"].values()), {0})
        self.assertIn("The errors in the file agree.", self.lutdse("eval", "picked.json").out)

    def test_eval_reads_a_pipe(self):
        text = self.lutdse("pick", "varied.h5", "-f", "gelu", "-g", "plain", "--knee").out
        os.mkfifo(self.path("pipe"))
        process = self.start("eval", "pipe")
        with open(self.path("pipe"), "w", encoding="utf-8") as pipe:
            pipe.write(text)
        result = self.finish(process)
        self.assertEqual(result.status, 0, result.err)
        self.assertIn("The errors in the file agree.", result.out)

    def test_design_keys(self):
        design = self.pick("-f", "gelu", "-g", "odd", "--knee")
        self.assertLessEqual(
            {"function", "in_bits", "scales", "slope", "intercept", "tails", "entries", "breakpoints", "slopes"}
            | {"intercepts", "errors", "hardware", "cost", "point", "lutdse"},
            set(design),
        )
        self.assertLessEqual({"area_um2", "power_mw", "delay_ns"}, set(design["cost"]))
        datapath = {"storage", "select", "digits", "symmetry", "pipeline", "technology"}
        self.assertEqual(set(design["hardware"]), datapath)

    def test_eval_of_changed_designs(self):
        """A slope changed by one step: eval refuses what the file says, and computes what is true."""
        design = self.pick("-f", "gelu", "-g", "plain", "-n", "8", "--knee")
        design["slopes"][3] += 2.0 ** -design["slope"]["frac"]
        self.write("changed.json", harness.json.dumps(design))
        self.assertIn("changed.json", self.lutdse("eval", "changed.json", status=3).err)
        evaluated = self.json("eval", "--json", "--no-verify", "changed.json")
        self.check_errors(evaluated["errors"], Unit(design).errors(requantise=False))
        self.assertIsNone(evaluated["verified"])
        del design["slopes"][3]
        self.write("short.json", harness.json.dumps(design))
        self.fails(3, "eval", "short.json", says=("short.json", "slopes"))

    def test_pick_obeys_its_bounds(self):
        rows = self.front("-f", "gelu", "-g", "plain")
        for row in rows:
            mse, area = float(row["mse"]), float(row["area_um2"])
            cheapest = self.pick("-f", "gelu", "-g", "plain", f"--max-mse={mse!r}")
            self.assertEqual(cheapest["cost"]["area_um2"], area)
            best = self.pick("-f", "gelu", "-g", "plain", f"--max-area={area!r}")
            self.assertEqual(best["errors"]["mse"], mse)
        least = min(float(row["mse"]) for row in rows)
        for bound in (f"--max-mse={least * 0.999!r}", "--max-area=1", "--max-power=1e-9", "--max-delay=1e-9"):
            says = ("varied.h5", "within the bounds")
            self.fails(6, "pick", "varied.h5", "-f", "gelu", "-g", "plain", bound, "-o", "none.json", says=says)
        self.assertFalse(os.path.exists(self.path("none.json")))

    def test_unknown_selections(self):
        for command, goal in (("fronts", ()), ("plot", ()), ("pick", ("--knee",))):
            with self.subTest(command):
                self.fails(6, command, "varied.h5", *goal, "-f", "nosuch", says=("nosuch", "gelu"))
                self.fails(6, command, "varied.h5", *goal, "-g", "nosuch", says=("nosuch",))
                self.fails(6, command, "varied.h5", *goal, "-n", "64", says=("64",))
        self.assertEqual(sorted(os.listdir(self.folder)), ["varied.h5", "varied.log", "varied.yaml"])

    def front(self, *arguments):
        return list(csv.DictReader(self.lutdse("fronts", "--csv", "varied.h5", *arguments).out.splitlines()))

    @needs_h5py
    def test_fronts_by_brute_force(self):
        designs = table(self.path("varied.h5"), "designs")
        costs = {"area": "area_um2", "power": "power_mw", "delay": "delay_ns"}
        for error, cost in itertools.product(("mse", "mae", "max_abs"), costs):
            rows = self.front("--error", error, "--cost", cost)
            for name in FUNCTIONS:
                mine = designs[designs["function"] == name.encode()]
                pairs = set(zip(mine[costs[cost]].tolist(), mine[error + "_requantised"].tolist()))
                best = {a for a in pairs if not any(b != a and b[0] <= a[0] and b[1] <= a[1] for b in pairs)}
                shown = [(float(row[costs[cost]]), float(row[error])) for row in rows if row["function"] == name]
                self.assertEqual(shown, sorted(best), (name, error, cost))

    @needs_h5py
    def test_results_file(self):
        points, designs, errors = (table(self.path("varied.h5"), name) for name in ("points", "designs", "errors"))
        self.assertEqual(len(points), 5 * 3 + 2 * 2 * 3 * 2 + 2 * 2 * 2)
        self.assertEqual(len(set(points["id"])), len(points))
        self.assertEqual(points["design_count"].sum(), len(designs))
        self.assertEqual(points["scale_count"][designs["point"]].sum(), len(errors))
        entries = points["entries"].astype("u8")
        self.assertTrue((points["evaluations"] > 2 * 16 * 9).all())
        self.assertTrue((points["evaluations"] <= 2 * 16 * (entries + 50 * (16 * entries - 24)) // entries).all())
        for metric in ("mse", "mae", "max_abs", "area_um2", "power_mw", "delay_ns"):
            self.assertTrue((designs[metric] > 0).all() and (designs[metric] < 1e5).all(), metric)
        self.assertTrue((designs["mse"] <= designs["max_abs"] ** 2 * (1 + 1e-12)).all())
        for number, point in enumerate(points):
            mine = designs[designs["point"] == number]
            self.assertEqual(mine["rank"].tolist(), list(range(len(mine))))
            self.assertEqual(mine["mse"].tolist(), sorted(mine["mse"]))
            self.assertEqual(point["best_mse"], mine["mse"][0])
        run = table(self.path("varied.h5"), "runs")[0]
        self.assertEqual(run["command"], b"lutdse run varied.yaml -o varied.h5 -q")
        self.assertEqual(run["points"], len(points))

    @unittest.skipIf(shutil.which("gnuplot") is None, "gnuplot is missing")
    def test_plot(self):
        signatures = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "svg": b"<?xml"}
        listed = self.lutdse("plot", "varied.h5").out.split()
        names = ["overview", *(f"front_{name}" for name in FUNCTIONS)]
        expected = {f"varied-figures/{name}_mse_area.{format}" for name in names for format in signatures}
        panels = ("entries", "convergence")
        expected |= {f"varied-figures/{k}_{name}_mse.{f}" for k in panels for name in FUNCTIONS for f in signatures}
        self.assertEqual(set(listed), expected)
        self.assertEqual(set(os.listdir(self.path("varied-figures"))), {os.path.basename(name) for name in expected})
        for name in listed:
            content = self.read(name)
            self.assertTrue(content.startswith(signatures[name[-3:]]), name)
            self.assertGreater(len(content), 2000, name)
        one = self.lutdse("plot", "varied.h5", "-o", "here", "-F", "svg", "-f", "exp", "-e", "mae", "-c", "power").out
        self.assertEqual(one, "here/front_exp_mae_power.svg\n")
        self.assertEqual(os.listdir(self.path("here")), ["front_exp_mae_power.svg"])
        one = self.lutdse("plot", "varied.h5", "-o", "there", "-F", "svg", "-f", "exp", "--kind", "entries").out
        self.assertEqual(one, "there/entries_exp_mse.svg\n")
        self.fails(6, "plot", "varied.h5", "-e", "mae", "--kind=front,convergence", says=("no figure of convergence",))

    @unittest.skipIf(shutil.which("gnuplot") is None, "gnuplot is missing")
    def test_plot_with_a_gnuplot_of_ones_own(self):
        script = self.write("my-gnuplot", '#!/bin/sh\nexec gnuplot "$@"\n')
        os.chmod(self.path(script), 0o755)
        listed = self.lutdse("plot", "varied.h5", "--gnuplot=./my-gnuplot", "-o", "mine", "-F", "svg", "-f", "exp", "--kind", "front").out
        self.assertEqual(listed, "mine/front_exp_mse_area.svg\n")

    def test_plot_that_fails(self):
        self.fails(4, "plot", "varied.h5", "--gnuplot=no-such-gnuplot", says=("no-such-gnuplot", "not found"))
        self.fails(4, "plot", "varied.h5", "--gnuplot=./none", says=("./none", "not found"))
        self.fails(4, "plot", "varied.h5", "--gnuplot=false", says=("false",))
        self.fails(4, "plot", "varied.h5", "-o", "varied.h5", says=("varied.h5", "not a folder"))
        self.fails(4, "plot", "varied.h5", "-o", "none/here", says=("none/here", "No such file"))


TINY = """name: tiny
engine: {{name: islands, islands: 8, population: 64, generations: 200}}
grids:
  functions: {function}
  in_bits: 6
  scale_sets: [[{scale}]]
  slope: {{bits: 6, frac: 4}}
  intercept: {{bits: 6, frac: 4}}
  entries: {entries}
"""


@needs_h5py
class Optimum(Case):
    """On a tiny problem every line of every run of codes is tried, and dynamic programming finds the best table."""

    @staticmethod
    def line_errors(function, scale):
        """errors[line, code]: the squared error of each of the 64 * 64 lines at each code of the domain."""
        np = harness.numpy
        low, high = DOMAINS[function]
        codes = np.array([q for q in range(-32, 32) if low <= scale * q <= high])
        target = np.array([FUNCTIONS[function](scale * q) for q in codes])
        slopes, intercepts = (array.ravel() for array in np.meshgrid(np.arange(-32, 32), np.arange(-32, 32)))
        lines = slopes[:, None] / 16 * (scale * codes)[None, :] + intercepts[:, None] / 16
        return (lines - target) ** 2

    def optimum(self, function, scale, entries):
        np = harness.numpy
        errors = self.line_errors(function, scale)
        count = errors.shape[1]
        sums = np.concatenate([np.zeros((errors.shape[0], 1)), np.cumsum(errors, axis=1)], axis=1)
        best = [0.0] + [math.inf] * count
        run = [[(sums[:, j] - sums[:, i]).min() for j in range(count + 1)] for i in range(count + 1)]
        for _ in range(entries):
            best = [min(best[i] + (run[i][j] if i < j else 0.0) for i in range(j + 1)) for j in range(count + 1)]
        return best[count] / count

    def test_best_design_is_optimal(self):
        for function, scale, entries in (("gelu", 0.125, 4), ("tanh", 0.125, 3), ("exp", 0.25, 4), ("rsqrt", 0.125, 2)):
            with self.subTest(function=function, entries=entries):
                self.write("tiny.yaml", TINY.format(function=function, scale=scale, entries=entries))
                name = f"{function}.h5"
                self.lutdse("run", "tiny.yaml", "-o", name, "-q")
                found = table(self.path(name), "designs")["mse"].min()
                expected = self.optimum(function, scale, entries)
                self.assertLessEqual(abs(found / expected - 1), 1e-9, f"{found} is not {expected}")


# The best table of 8 entries for GELU, 8-bit codes, Q(8,6), scales 1 to 2^-6, has this error.
GELU_8 = 3.355115723e-05


class Gaps(Case):
    def pick(self):
        self.write("one.yaml", "name: one\ngrids: {functions: gelu, entries: 8}\n")
        self.lutdse("run", "one.yaml", "-o", "one.h5", "-q")
        result = self.lutdse("pick", "one.h5", "--knee", "-o", "one.json")
        self.assertRegex(result.err, r"\noptimum: mse 3\.3551e-05 \(proven\), gap \S+ %\n")
        return harness.json.loads(self.read("one.json"))

    def save(self, design):
        return self.write("other.json", harness.json.dumps(design))

    def test_of_a_picked_design(self):
        design = self.pick()
        optimum = design["optimum"]
        self.assertEqual((optimum["objective"], optimum["kind"]), ("mse", "exact"))
        self.assertLess(abs(optimum["value"] / GELU_8 - 1), 1e-9)
        self.assertGreaterEqual(optimum["gap"], 0)
        self.assertLess(abs(design["errors"]["mse"] / optimum["value"] - 1 - optimum["gap"]), 1e-9)
        found = self.json("eval", "one.json", "--json")
        self.assertEqual((found["optimum"], found["verified"]), (optimum, True))
        self.assertIn("\nproven optimum of mse: 3.355116e-05, gap ", self.lutdse("eval", "one.json").out)
        self.assertNotIn("optimum", self.lutdse("eval", "one.json", "--no-certify").out)
        self.assertIsNone(self.json("eval", "one.json", "--json", "--no-certify")["optimum"])

    def test_of_a_file_that_is_wrong(self):
        design = self.pick()
        right = design["optimum"]
        for wrong, says in (
            ({"gap": right["gap"] + 1e-6}, "optimum.gap: the file says"),
            ({"value": right["value"] * 0.99, "gap": design["errors"]["mse"] / (right["value"] * 0.99) - 1},
             "optimum.value: the file says"),
            ({"objective": "mae"}, "optimum.gap: the file says"),
        ):
            with self.subTest(wrong):
                name = self.save({**design, "optimum": {**right, **wrong}})
                self.assertIn(says, self.lutdse("eval", name, "--no-certify" if "mae" in wrong.values() else "-j",
                                                status=3).err)
                self.lutdse("eval", name, "--no-verify")

    def test_of_a_worse_design(self):
        design = self.pick()
        del design["errors"], design["optimum"], design["cost"]
        design["intercepts"][3] += 1 / 64
        found = self.json("eval", self.save(design), "--json")
        self.assertLess(abs(found["optimum"]["value"] / GELU_8 - 1), 1e-9)
        self.assertLess(abs(found["errors"]["mse"] / GELU_8 - 1 - found["optimum"]["gap"]), 1e-8)
        self.assertGreater(found["optimum"]["gap"], 0.01)

    def test_of_a_gqa_file(self):
        """The same table at every scale, written in the other format, has the same gap."""
        design = self.pick()
        one = {"breakpoints": design["breakpoints"], "slopes": design["slopes"], "intercepts": design["intercepts"]}
        self.write("gqa.json", harness.json.dumps({"gelu": {str(j): one for j in range(7)}}))
        found = self.json("eval", "gqa.json", "--json")
        self.assertLess(abs(found["optimum"]["value"] / GELU_8 - 1), 1e-9)
        self.assertLess(abs(found["optimum"]["gap"] - design["optimum"]["gap"]), 1e-9)
        self.assertIsNone(self.json("eval", "gqa.json", "--json", "--no-certify")["optimum"])

    def test_tables_of_their_own_may_be_better(self):
        """At each of two scales the best table for it alone: no table that both share is as good."""
        tables = {}
        for j in range(2):
            self.write("one.yaml", f"name: one\ngrids: {{functions: gelu, entries: 4, scale_sets: [[2^-{j}]]}}\n")
            self.lutdse("run", "one.yaml", "-o", f"{j}.h5", "-q")
            self.lutdse("pick", f"{j}.h5", "--knee", "-o", "one.json")
            design = harness.json.loads(self.read("one.json"))
            tables[str(j)] = {key: design[key] for key in ("breakpoints", "slopes", "intercepts")}
        self.write("gqa.json", harness.json.dumps({"gelu": tables}))
        self.assertLess(self.json("eval", "gqa.json", "--json")["optimum"]["gap"], 0)
        self.assertIn("each scale has breakpoints of its own", self.lutdse("eval", "gqa.json").out)


if __name__ == "__main__":
    harness.main()
