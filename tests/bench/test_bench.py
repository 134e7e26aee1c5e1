#!/usr/bin/python3
"""The programs of the comparison still work, at a few generations each. Usage:

    test_bench.py PART BUILD

PART: deap, engines, pagmo, show. Exits with 77, for "skipped", where a package is missing.
"""
import json
import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
TIE = 1e-12
GELU_8 = 3.3551157234338672e-05  # proven optimum
FIELDS = {"program", "objective", "function", "entries", "seed", "seconds", "cpu_seconds", "evaluations", "mse", "history"}
BUILD = ""

try:
    import deap  # noqa: F401
    import gqa_table
    import scipy  # noqa: F401
except ImportError as missing:
    gqa_table = None
    print(f"{missing}; install python3-deap python3-scipy", file=sys.stderr)


def output_of(*command):
    return subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True, check=True).stdout


def status_of(*command):
    return subprocess.run([str(word) for word in command], stderr=subprocess.DEVNULL, check=False).returncode


def built(name):
    return os.path.join(BUILD, "tests", "bench", name)


class Case(unittest.TestCase):
    def check_record(self, record):
        self.assertEqual(set(record), FIELDS)
        self.assertGreater(record["cpu_seconds"], 0)
        self.assertGreaterEqual(record["mse"], GELU_8 * (1 - TIE))
        counts = [at[2] for at in record["history"]]
        self.assertEqual(counts, sorted(counts))


class Deap(Case):
    def search(self, *options):
        program = os.path.join(HERE, "gqa_deap.py")
        record = json.loads(output_of(sys.executable, program, "gelu", 8, "--generations", 2, *options))
        self.check_record(record)
        return record

    def test_ways_of_scoring_agree(self):
        slow, fast = self.search(), self.search("--vectorised")
        self.assertEqual(slow["evaluations"], fast["evaluations"])
        self.assertEqual([at[2:] for at in slow["history"]], [at[2:] for at in fast["history"]])

    def test_seeds_differ(self):
        self.assertNotEqual(self.search("--vectorised")["mse"], self.search("--vectorised", "--seed", 1)["mse"])

    def test_score_is_lutdse_s(self):
        with tempfile.TemporaryDirectory() as folder:
            table = os.path.join(folder, "table.json")
            record = self.search("--vectorised", "--table", table)
            scored = json.loads(output_of(os.path.join(BUILD, "lutdse"), "eval", "--json", "--no-certify", table))
        self.assertAlmostEqual(scored["errors"]["mse"] / record["mse"], 1, delta=TIE)

    def test_shipped_table(self):
        """A whole search with the published seed ends with the table that was shipped."""
        record = json.loads(output_of(sys.executable, os.path.join(HERE, "gqa_deap.py"), "exp", 8, "--vectorised"))
        self.assertAlmostEqual(record["mse"] / gqa_table.SHIPPED["exp", 8], 1, delta=TIE)


    def test_distribution(self):
        program = os.path.join(HERE, "same_distribution.py")
        table = output_of(sys.executable, program, BUILD, "--alone", "--seeds", 1, "--tables", "exp:8").splitlines()
        self.assertEqual(len(table), 3)
        self.assertTrue(table[2].startswith("| exp | 8 | 2.023e-04 | "))


class Engines(Case):
    def search(self, engine, *options):
        record = json.loads(output_of(built("search_point"), engine, "gelu", 8, 3, "repeats=1", *options))
        self.check_record(record)
        return record

    def test_both_find_the_optimum(self):
        for engine in ("exact", "islands"):
            self.assertAlmostEqual(self.search(engine)["mse"] / GELU_8, 1, delta=TIE)

    def test_history_ends_where_the_search_does(self):
        record = self.search("islands")
        self.assertEqual(record["history"][-1][2:], [record["evaluations"], record["mse"]])
        errors = [at[3] for at in record["history"]]
        self.assertEqual(errors, sorted(errors, reverse=True))

    def test_refusals(self):
        for words in (["exact", "gelu", 8], ["nobody", "gelu", 8, 1], ["exact", "nothing", 8, 1], ["exact", "gelu", 8, 1, "x=1"]):
            self.assertEqual(status_of(built("search_point"), *words), 1)


class Pagmo(Case):
    def search(self, name, objective, *options):
        record = json.loads(output_of(built("pagmo_point"), name, objective, "gelu", 8, 3, *options))
        self.check_record(record)
        return record

    def test_every_algorithm(self):
        for name in ("sga", "de", "sade", "de1220"):
            for objective in ("lines", "chords"):
                record = self.search(name, objective, 0.02)
                self.assertEqual((record["program"], record["objective"]), (f"pagmo2 {name}", objective))

    def test_same_seed_same_search(self):
        first, second = (self.search("sga", "lines", 5, 4e-5) for _ in range(2))
        self.assertEqual([at[2:] for at in first["history"]], [at[2:] for at in second["history"]])
        self.assertLessEqual(first["mse"], 4e-5)

    def test_refusals(self):
        for words in (["sga"], ["none", "lines", "gelu", 8, 1, 1], ["sga", "lines", "nothing", 8, 1, 1]):
            self.assertEqual(status_of(built("pagmo_point"), *words), 1)


class Show(Case):
    def test_side_by_side(self):
        """The engines alone, then again: what was measured stays one record a search."""
        program = os.path.join(HERE, "side_by_side.py")
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "side.json")
            command = [sys.executable, program, BUILD, path, "--seeds", 1, "--tables", "gelu:8", "--only", "engine", "--add"]
            tables = [output_of(*command) for _ in range(2)]
            with open(path, encoding="utf-8") as file:
                records = json.load(file)["records"]
        names = [record["program"] for record in records]
        self.assertEqual(len(names), len(set(names)))
        self.assertIn("lutdse islands", names)
        self.assertTrue(all(record["ratio"] >= 1 - TIE for record in records))
        self.assertIn("| lutdse exact | lines | 1 |", tables[1])


def main():
    global BUILD
    part, BUILD = sys.argv[1], os.path.abspath(sys.argv[2])
    cases = {"deap": Deap, "engines": Engines, "pagmo": Pagmo, "show": Show}
    if part in ("deap", "show") and gqa_table is None:
        sys.exit(77)
    tests = unittest.defaultTestLoader.loadTestsFromTestCase(cases[part])
    sys.exit(0 if unittest.TextTestRunner(verbosity=2).run(tests).wasSuccessful() else 1)


if __name__ == "__main__":
    main()
