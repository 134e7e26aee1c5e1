"""Weights of inputs, from the sweep to the picked design, against a second computation of what they mean."""

import csv
import math
import os
import unittest

import harness
from harness import Case, needs_h5py, table
from test_designs import DOMAINS, FUNCTIONS, Unit

BINS = [(-3, -1, 10), (-1, 0, 400), (0.5, 2, 37.5)]

WEIGHTED = """name: weighted
engine: {name: islands, islands: 2, population: 16, generations: 60}
define_weights:
  - {name: bell, normal: {mean: -0.5, sd: 0.7}}
  - {name: layer, histogram: layer.csv}
weights: [bell, uniform, layer]
grids:
  - functions: [gelu, tanh]
    entries: [4, 8]
    output: [none, {bits: 8, scale: 2^-5}]
"""


def normal(low, high):
    return 0.5 * (math.erf((high + 0.5) / 0.7 / math.sqrt(2)) - math.erf((low + 0.5) / 0.7 / math.sqrt(2)))


def histogram(low, high):
    return sum(count * max(0, min(high, right) - max(low, left)) / (right - left) for left, right, count in BINS)


MASS = {"bell": normal, "layer": histogram, "uniform": lambda low, high: 1}


class WeightedUnit(Unit):
    def errors(self, requantise):
        mass = MASS[self.design.get("weight", {"name": "uniform"})["name"]]
        function, sets = FUNCTIONS[self.design["function"]], []
        for scale in self.design["scales"]:
            terms = []
            for q, y in self.outputs(scale):
                weight = mass(scale * (q - 0.5), scale * (q + 0.5))
                error = float(self.requantised(y) if requantise else y) - function(scale * q)
                terms.append((weight, error))
            total = math.fsum(weight for weight, _ in terms)
            counted = [(weight, abs(error)) for weight, error in terms if weight > total * 2**-53]
            mse = math.fsum(weight * error**2 for weight, error in counted) / total
            sets.append((mse, math.fsum(w * e for w, e in counted) / total, max(e for _, e in counted), len(counted)))
        mse, mae, max_abs, codes = zip(*sets)
        return {"mse": math.fsum(mse) / len(mse), "mae": math.fsum(mae) / len(mae), "max_abs": max(max_abs)}, codes


class Weights(Case):
    def setUp(self):
        super().setUp()
        self.write("layer.csv", "low,high,count\n" + "".join(f"{a},{b},{c}\n" for a, b, c in BINS))
        self.write("weighted.yaml", WEIGHTED)
        self.lutdse("run", "weighted.yaml", "-o", "weighted.h5", "-q")

    def assert_close(self, found, expected):
        self.assertLessEqual(abs(found - expected), 1e-9 * abs(expected), f"{found} is not {expected}")

    def test_designs(self):
        for function in ("gelu", "tanh"):
            for weight in MASS:
                for goal in ("--max-area=1e6", "--knee"):
                    with self.subTest((function, weight, goal)):
                        self.check_design("-f", function, "-w", weight, goal)

    def check_design(self, *arguments):
        result = self.lutdse("pick", "weighted.h5", *arguments)
        design = harness.json.loads(result.out)
        weight = arguments[3]
        self.assertEqual(f"weight {weight}" in result.err, weight != "uniform")
        self.assertEqual(design.get("weight", {}).get("name"), weight if weight != "uniform" else None)
        unit = WeightedUnit(design)
        expected, codes = unit.errors(requantise=False)
        for metric, value in expected.items():
            self.assert_close(design["errors"][metric], value)
        self.assertEqual(tuple(scale["codes"] for scale in design["errors"]["per_scale"]), codes)
        if "output" in design:
            for metric, value in unit.errors(requantise=True)[0].items():
                self.assert_close(design["errors"]["requantised"][metric], value)
        self.write("picked.json", result.out)
        evaluated = self.json("eval", "--json", "picked.json")
        self.assertEqual((evaluated["verified"], evaluated["weight"]), (True, weight))
        if weight != "uniform":
            del design["weight"]
            self.write("other.json", harness.json.dumps(design))
            self.assertIn("errors.", self.lutdse("eval", "other.json", status=3).err)

    def test_weights_are_not_mixed(self):
        self.fails(2, "pick", "weighted.h5", "-f", "gelu", "--knee", says=("several weights match", "--weight"))
        self.fails(6, "fronts", "weighted.h5", "-w", "nosuch", says=("nosuch", "bell", "uniform", "layer"))
        views = self.json("fronts", "--json", "weighted.h5")
        order = [(f, w) for f in ("gelu", "tanh") for w in ("uniform", "bell", "layer")]
        self.assertEqual([(view["function"], view["weight"]) for view in views], order)
        self.assertEqual({view["designs"] > 0 for view in views}, {True})
        rows = csv.DictReader(self.lutdse("fronts", "--csv", "-w", "bell", "weighted.h5").out.splitlines())
        self.assertEqual({row["weight"] for row in rows}, {"bell"})
        text = self.lutdse("fronts", "weighted.h5").out
        self.assertIn("gelu on [-4, 4]: ", text)
        self.assertIn("gelu on [-4, 4], weight layer: ", text)

    def test_the_histogram_is_in_the_results(self):
        """A second run finds every point in the results, and reading them needs the file no more."""
        again = self.lutdse("run", "weighted.yaml", "-o", "weighted.h5")
        self.assertIn("all 24 points were there", again.out)
        os.remove(self.path("layer.csv"))
        self.fails(4, "check-sweep", "weighted.yaml", says=("weighted.yaml:5", "layer.csv"))
        self.json("pick", "weighted.h5", "-f", "gelu", "-w", "layer", "--knee")

    def test_check_sweep(self):
        check = self.json("check-sweep", "--json", "-n", "24", "weighted.yaml")
        self.assertEqual({point["weight"] for point in check["first_points"]}, set(MASS))
        self.assertIn("layer", self.lutdse("check-sweep", "-n", "24", "weighted.yaml").out)

    def test_weights_pay(self):
        """A table searched by a weight is judged by it no worse than one searched without."""
        best = {}
        for weight in ("uniform", "bell"):
            arguments = ("weighted.h5", "-f", "gelu", "-n", "8", "-w", weight, "--max-area=1e6")
            design = self.json("pick", *arguments)
            design["weight"] = {"name": "bell", "normal": {"mean": -0.5, "sd": 0.7}}
            self.write("design.json", harness.json.dumps(design))
            best[weight] = self.json("eval", "--no-verify", "--json", "design.json")["errors"]["mse"]
        self.assertLess(best["bell"], best["uniform"])

    @needs_h5py
    def test_stored_fronts(self):
        """/fronts by brute force: of one function and one weight."""
        designs, fronts = (table(self.path("weighted.h5"), name) for name in ("designs", "fronts"))
        for function in DOMAINS:
            for weight in MASS:
                mine = [(d["area_um2"], d["mse_requantised"]) for d in designs
                        if (d["function"], d["weight"]) == (function.encode(), weight.encode())]
                best = {a for a in mine if not any(b != a and b[0] <= a[0] and b[1] <= a[1] for b in mine)}
                found = [(f["cost"], f["error"]) for f in fronts
                         if (f["function"], f["weight"]) == (function.encode(), weight.encode())
                         and (f["error_metric"], f["cost_metric"]) == (b"mse", b"area")]
                self.assertEqual(found, sorted(best))


if __name__ == "__main__":
    harness.main()
