"""Choices of hardware on their way from the sweep to results, fronts and designs."""

import csv

import harness
from harness import Case, needs_h5py, table

UNITS = """name: units
engine: {name: islands, islands: 2, population: 16, generations: 40}
hardware: {storage: [enable, rom], select: [one_hot, tree], pipeline: [0, 2]}
grids:
  - {functions: [gelu, exp], entries: [4, 8]}
"""


class Hardware(Case):
    def setUp(self):
        super().setUp()
        self.write("units.yaml", UNITS)
        self.lutdse("run", "units.yaml", "-o", "units.h5", "-q")

    def members(self, *arguments):
        text = self.lutdse("fronts", "--csv", "units.h5", *arguments).out
        return list(csv.DictReader(text.splitlines()))

    def test_filters(self):
        """Fronts, figures and picks are of what the options let through."""
        for option, column, value in (
            ("--storage", "storage", "rom"),
            ("--storage", "storage", "enable"),
            ("--select", "select", "tree"),
            ("--pipeline", "pipeline", "0"),
            ("--pipeline", "pipeline", "2"),
            ("--digits", "digits", "full"),
            ("--symmetry", "symmetry", "none"),
        ):
            with self.subTest(option, value=value):
                members = self.members(option, value)
                self.assertEqual({row["function"] for row in members}, {"gelu", "exp"})
                self.assertEqual({row[column] for row in members}, {"0" if value == "full" else value})
                picked = self.json("pick", "units.h5", "-f", "gelu", option, value, "--knee")["hardware"]
                self.assertEqual(str(picked[column]), "0" if value == "full" else value)
        self.lutdse("plot", "--kind=front", "-F", "svg", "units.h5", "--storage", "rom", "--pipeline", "2")

    def test_nothing_passes(self):
        for option, value in (("--storage", "gated"), ("--select", "uniform"), ("--digits", "2"), ("--symmetry", "half")):
            with self.subTest(option):
                says = (f"no design with {option[2:]} {value}; functions present: gelu, exp",)
                self.fails(6, "fronts", "units.h5", option, value, says=says)
                self.fails(6, "pick", "units.h5", "--knee", option, value, says=says)

    def test_columns(self):
        """The table for people has columns for what is unusual only."""
        self.assertNotIn("pipeline", self.lutdse("fronts", "units.h5", "--pipeline", "0").out)
        text = self.lutdse("fronts", "units.h5", "--pipeline", "2").out
        self.assertIn("select   pipeline  technology", text)
        self.assertNotIn("digits", text)

    def test_summary(self):
        result = self.lutdse("pick", "units.h5", "-f", "exp", "--knee", "--pipeline", "2", "--storage", "rom", "--select", "tree")
        self.assertIn("(rom, tree, paper28 pipeline=2)", result.err)

    def test_designs_keep_their_hardware(self):
        """Through export's JSON and back."""
        self.lutdse("pick", "units.h5", "-f", "gelu", "--knee", "--storage", "rom", "--pipeline", "2", "-o", "a.json")
        self.lutdse("export", "a.json", "--json", "b.json")
        first, second = (harness.json.loads(self.read(name)) for name in ("a.json", "b.json"))
        self.assertEqual((first["hardware"]["storage"], first["hardware"]["pipeline"]), ("rom", 2))
        self.assertEqual(second["hardware"], first["hardware"])

    def test_search_is_shared(self):
        """Hardware that asks nothing of the table does not change it."""
        tables = {
            (storage, pipeline): self.json(
                "pick", "units.h5", "-f", "exp", "-n", "8", "--storage", storage, "--pipeline", pipeline, "--max-area=1e9"
            )["breakpoints"]
            for storage in ("enable", "rom")
            for pipeline in ("0", "2")
        }
        self.assertEqual(len({tuple(breakpoints) for breakpoints in tables.values()}), 1)

    @needs_h5py
    def test_results(self):
        points = table(self.path("units.h5"), "points")
        self.assertEqual(len(points), 32)
        self.assertEqual(set(points["pipeline"]), {0, 2})
        self.assertEqual(set(points["slope_digits"]), {0})
        self.assertEqual(set(points["symmetry"]), {b"none"})
        self.assertEqual(len(table(self.path("units.h5"), "synthesis")), 0)


class Impossible(Case):
    def test_no_unit(self):
        """One line: the file, the line, the point and what to do."""
        for hardware, says in (
            ("{symmetry: half}", "symmetry: exp on [-8, 0] has none about 0"),
            ("{select: uniform}\n    scale_sets: [[1, 0.3]]", "hardware enable uniform: "),
            ("{pipeline: 1}\n    output: {bits: 8, scale: 0.3}", "no shift requantises exactly; choose such a scale"),
        ):
            text = f"name: t\ngrids:\n  - functions: exp\n    entries: 8\n    hardware: {hardware}\n"
            self.write("t.yaml", text)
            with self.subTest(hardware):
                error = self.fails(3, "check-sweep", "t.yaml", says=("t.yaml:3: grids: grid1: impossible at exp", says)).err
                self.assertEqual(error.count("\n"), 1)


if __name__ == "__main__":
    harness.main()
