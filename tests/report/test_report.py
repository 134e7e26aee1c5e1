"""lutdse report end to end: every file it promises, a page that stands alone, and numbers that equal the results'."""

import csv
import html.parser
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import unittest
import xml.etree.ElementTree

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
import harness
from harness import Case, h5py, needs_h5py

SWEEP = """name: small
repeats: 3
engine: {name: islands, islands: 2, population: 16, generations: 6, agree: 0, patience: 0}
grids:
  - name: main
    functions: [gelu, exp]
    entries: [4, 8]
  - name: sure
    functions: [gelu, exp]
    entries: [4, 8]
    engine: exact
    repeats: 1
  - name: bits
    functions: gelu
    entries: [2, 3, 4]
    slope: {bits: [5, 6, 7], frac: 4}
    intercept: {bits: 5, frac: 3}
    engine: exact
    repeats: 1
"""

MEASURED = [
    {"program": program, "function": "gelu", "entries": 8, "seconds": seconds, "mse": mse, "evaluations": 9, "ratio": 2}
    for program, seconds, mse in (("one", 0.5, 1e-4), ("one", 1.5, 3e-4), ("two_%", 2, 2e-4))
]

needs_gnuplot = unittest.skipIf(shutil.which("gnuplot") is None, "gnuplot is missing")
VOID = {"meta", "link", "img", "br", "hr", "input", "path", "use", "rect"}


class Page(html.parser.HTMLParser):
    """Tags that are closed in order, and every attribute that could lead out of the page."""

    def __init__(self, text):
        super().__init__()
        self.open, self.wrong, self.references, self.ids, self.tags = [], [], [], [], []
        self.feed(text)
        self.close()
        self.wrong += self.open

    def handle_starttag(self, tag, attrs):
        self.look(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.look(tag, attrs)

    def look(self, tag, attrs):
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value)
            if name in ("src", "href", "xlink:href", "data", "poster", "action", "srcset"):
                self.references.append((tag, name, value))

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


class Reports(Case):
    def run_sweep(self, text=SWEEP, name="small"):
        self.write(f"{name}.yaml", text)
        self.lutdse("run", f"{name}.yaml", "-o", f"{name}.h5", "-t", "1", "-d", "cpu", "-q")
        return f"{name}.h5"

    def rows(self, name):
        with open(self.path(name), newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def text(self, name):
        return self.read(name).decode()


@needs_gnuplot
class Files(Reports):
    def test_all_there(self):
        results = self.run_sweep()
        self.write("times.json", json.dumps(MEASURED))
        result = self.lutdse("report", results, "--benchmark", "times.json")
        listed = result.out.split()
        written = {os.path.join(d, f) for d, _, files in os.walk(self.path("small-report")) for f in files}
        self.assertEqual({self.path(name) for name in listed}, written)
        stems = {os.path.basename(name)[:-4] for name in listed if name.endswith(".svg")}
        self.assertEqual(
            stems,
            {"comparison", "scales_4", "scales_8", "error_curves", "formats", "published", "benchmark"}
            | {"convergence_4", "convergence_8"}
            | {f"overview_mse_{cost}" for cost in ("area", "power", "delay")},
        )
        for stem in stems:
            xml.etree.ElementTree.parse(self.path("small-report", "figures", f"{stem}.svg"))
            self.assertEqual(self.read(f"small-report/figures/{stem}.pdf")[:5], b"%PDF-")
        tables = {name for name in listed if name.endswith(".tex")}
        self.assertEqual({os.path.basename(t)[:-4] for t in tables}, {"comparison", "picks_area", "published", "benchmark"})
        self.assertEqual(listed[-1], "small-report/report.html")
        self.assertIn("lutdse: report: convergence", result.err)

        page = self.text("small-report/report.html")
        for stem in stems:
            self.assertEqual(page.count(f'<figure id="figure-{stem}">'), 1, stem)
        self.check_page(page)

    def check_page(self, text):
        page = Page(text)
        self.assertEqual(page.wrong, [])
        self.assertEqual(len(page.ids), len(set(page.ids)), "names of several elements")
        for tag, name, value in page.references:
            self.assertTrue(value.startswith("#"), (tag, name, value))
            self.assertIn(value[1:], page.ids)
        self.assertNotIn("script", page.tags)
        for outside in ("http:", "https:", "//www", "@import", "src=", "file:"):
            self.assertNotIn(outside, text)
        # The page is XML, too.
        xml.etree.ElementTree.fromstring(text.replace("<!DOCTYPE html>\n", ""))

    def test_latex(self):
        results = self.run_sweep()
        self.lutdse("report", results, "-o", "here")
        tables = sorted(os.listdir(self.path("here", "tables")))
        for name in tables:
            text = self.text(f"here/tables/{name}")
            self.assertEqual(text.count("{"), text.count("}"), name)
            columns = len(re.search(r"\\begin\{tabular\}\{([lr]+)\}", text)[1])
            body = text[text.index("\\midrule") : text.index("\\bottomrule")].strip().splitlines()[1:]
            self.assertGreater(len(body), 0)
            for line in body:
                self.assertEqual(len(re.findall(r"(?<!\\)&", line)), columns - 1, line)
        if shutil.which("pdflatex") is None or not latex_has("booktabs.sty"):
            return
        inputs = "".join(f"\\input{{here/tables/{name}}}\n" for name in tables)
        self.write(
            "all.tex",
            "\\documentclass[twocolumn]{article}\n\\usepackage{booktabs,graphicx,textcomp}\n"
            f"\\begin{{document}}\n{inputs}\\end{{document}}\n",
        )
        command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "all.tex"]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout.decode(errors="replace"))

    def test_json(self):
        results = self.run_sweep()
        told = self.json("report", results, "-o", "here", "-q", "--json")
        self.assertEqual((told["folder"], told["page"]), ("here", ["here/report.html"]))
        self.assertIn("here/figures/comparison.svg", told["figure"])
        self.assertIn("here/tables/comparison.tex", told["table"])
        self.assertIn("here/data/comparison.csv", told["data"])
        self.assertEqual([item["part"] for item in told["left_out"]], ["Whole operators", "Time and quality, program by program"])
        self.assertIn("--benchmark", told["left_out"][1]["why"])

    def test_left_out(self):
        """One engine, one scale, one entry count: what cannot be shown is told on the page."""
        results = self.run_sweep(
            "name: poor\nengine: exact\ngrids: {functions: gelu, entries: 8, scale_sets: [[0.0625]]}\n", "poor"
        )
        told = self.json("report", results, "-q", "--json")
        parts = {item["part"] for item in told["left_out"]}
        self.assertLessEqual({"Error at each scale", "Entries and bits", "Convergence"}, parts)
        page = self.text("poor-report/report.html")
        for part in parts:
            self.assertIn(f"<dt>{part}</dt>", page)
        self.check_page(page)

    def test_operators(self):
        """Softmax and LayerNorm of two methods; ideal functions do not depend on these."""
        functions = "functions: [exp, div, rsqrt], entries: [8], slope: {bits: 9, frac: 6}, intercept: {bits: 9, frac: 6}"
        results = self.run_sweep(
            f"name: whole\ngrids:\n  - {{{functions}, engine: exact}}\n"
            f"  - {{{functions}, engine: {{name: islands, generations: 2, agree: 0, patience: 0}}}}\n",
            "whole",
        )
        self.lutdse("report", results, "-q")
        rows = self.rows("whole-report/data/operators.csv")
        self.assertEqual(
            [(row["Operator"], row["Entries"], row["Method"]) for row in rows],
            [(operator, "8", method) for operator in ("Softmax", "LayerNorm") for method in ("lutdse", "Optimum")],
        )
        for operator in ("Softmax", "LayerNorm"):
            self.assertEqual(len({row["MSE ideal functions"] for row in rows if row["Operator"] == operator}), 1)
        for row in rows:
            self.assertGreater(float(row["MSE tables"]), float(row["MSE output alone"]))
        self.assertIn("Softmax and LayerNorm in integers", self.text("whole-report/report.html"))

    def test_selection(self):
        results = self.run_sweep()
        told = self.json("report", results, "-o", "here", "-q", "--json", "-f", "exp", "-e", "max_abs", "-c", "delay")
        self.assertIn("here/figures/front_exp_max_abs_area.svg", told["figure"])
        self.assertIn("here/tables/picks_delay.tex", told["table"])
        self.assertEqual({row["function"] for row in self.rows("here/data/comparison.csv")}, {"exp"})
        self.fails(6, "report", results, "-q", "-f", "tanh", says=("tanh",))

    def test_again(self):
        """A second report replaces the first, to the same bytes."""
        results = self.run_sweep()
        first = self.lutdse("report", results, "-q").out
        before = {name: self.read(name) for name in first.split() if not name.endswith(".pdf")}
        self.assertEqual(self.lutdse("report", results, "-q").out, first)
        self.assertEqual({name: self.read(name) for name in before}, before)
        self.assertEqual(self.leftovers(), [])


@needs_gnuplot
class Sweeps(Reports):
    def test_sweep(self):
        """A sweep is run as far as it is not there."""
        self.write("small.yaml", SWEEP)
        first = self.lutdse("report", "small.yaml", "-t", "1", "-d", "cpu", "-q")
        self.assertIn("results/small-report/report.html", first.out.split())
        made = os.stat(self.path("results/small.h5")).st_mtime_ns
        self.lutdse("report", "small.yaml", "--results", "results/small.h5", "-q", "-o", "again")
        self.assertEqual(os.stat(self.path("results/small.h5")).st_mtime_ns, made)
        self.assertEqual(self.read("again/data/comparison.csv"), self.read("results/small-report/data/comparison.csv"))
        page = self.text("again/report.html")
        self.assertIn("Sweep small, seed 1; lutdse ", page)
        self.assertIn("functions: [gelu, exp]", page)

    def test_options_of_a_run(self):
        result = self.fails(2, "report", "-d", "cpu", "some.h5")
        self.assertIn("are for a sweep", result.err)


@needs_h5py
@needs_gnuplot
class Numbers(Reports):
    """An independent reading of the results file says the same."""

    def setUp(self):
        super().setUp()
        self.results = self.run_sweep()
        self.lutdse("report", self.results, "-q", "-o", "out")
        with h5py.File(self.path(self.results), "r") as file:
            self.points, self.designs = file["points"][:], file["designs"][:]
            self.names = [name.decode() for name in file["functions"]["name"]]

    def point_name(self, row):
        function = row["function"]
        return self.names[function] if not isinstance(function, bytes) else function.decode()

    def test_comparison(self):
        searches = {}
        for row in self.points:
            engine = row["engine"].decode() if isinstance(row["engine"], bytes) else str(row["engine"])
            first = self.designs[row["first_design"]]
            key = (self.point_name(row), int(row["entries"]), "exact" if "exact" in engine else "islands")
            if (row["slope_bits"], row["slope_frac"]) == (8, 6):
                searches.setdefault(key, []).append((first["mse"], row["optimum"]))
        label = {"islands": "lutdse", "exact": "Optimum"}
        rows = {
            (row["function"], int(row["entries"]), row["method"]): row
            for row in self.rows("out/data/comparison.csv")
            if row["formats"] == "Q(8,6)"
        }
        self.assertEqual(len(searches), 8)
        for (function, entries, engine), found in searches.items():
            row, errors = rows[function, entries, label[engine]], [float(error) for error, _ in found]
            self.assertEqual(int(row["searches"]), len(errors))
            self.assertAlmostEqual(float(row["median"]) / statistics.median(errors), 1, 12)
            self.assertEqual(float(row["best"]), min(errors))
            self.assertEqual(float(row["worst"]), max(errors))
            optimum = float(found[0][1])
            self.assertEqual(float(row["optimum"]), optimum)
            self.assertAlmostEqual(float(row["ratio"]), statistics.median(errors) / optimum, 9)

    def test_tables_tell_the_same(self):
        """Medians as LaTeX and on the page are those of the data, to the digits shown."""
        rows = self.rows("out/data/comparison.csv")
        latex, page = self.text("out/tables/comparison.tex"), self.text("out/report.html")
        for row in rows:
            if row["formats"] != "Q(8,6)" or row["method"] != "lutdse":
                continue
            mantissa, exponent = f"{float(row['median']):.2e}".split("e")
            if int(exponent) < -3:
                self.assertIn(f"${mantissa}\\times10^{{{int(exponent)}}}$", latex)
                self.assertIn(f"{mantissa}×10<sup>−{-int(exponent)}</sup>", page)

    def test_fronts(self):
        for cost in ("area", "power", "delay"):
            unit = {"area": "area_um2", "power": "power_mw", "delay": "delay_ns"}[cost]
            expected = [
                (front["function"], member["entries"], member["mse"], member[unit])
                for front in self.json("fronts", self.results, "-c", cost, "--json")
                for member in front["front"]
            ]
            rows = self.rows(f"out/data/front_{cost}.csv")
            found = [(r["function"], int(r["entries"]), float(r["error"]), float(r["cost"])) for r in rows]
            self.assertEqual(found, expected)

    def test_error_curves(self):
        """The squares of a curve's errors at each scale are the stored error."""
        functions = {}
        for row in self.rows("out/data/error_curves.csv"):
            functions.setdefault(row["function"], {}).setdefault(row["scale"], []).append(float(row["error"]))
        picked = {design["mse"] for design in self.designs}
        self.assertEqual(set(functions), {"gelu", "exp"})
        for scales in functions.values():
            mse = statistics.fmean(statistics.fmean(e * e for e in errors) for errors in scales.values())
            self.assertTrue(any(abs(mse / other - 1) < 1e-9 for other in picked if other > 0))

    def test_formats(self):
        for row in self.rows("out/data/formats.csv"):
            least = min(
                self.designs[point["first_design"]]["mse"]
                for point in self.points
                if self.point_name(point) == row["function"]
                and point["entries"] == int(row["entries"])
                and max(point["slope_bits"], point["intercept_bits"]) == int(row["bits"])
            )
            self.assertEqual(float(row["error"]), least)


@needs_h5py
@needs_gnuplot
class Several(Reports):
    """What tells apart the designs of one function."""

    SWEEP = """name: several
engine: {name: islands, islands: 2, population: 16, generations: 6, agree: 0, patience: 0}
define_weights:
  - {name: near, normal: {mean: 0, sd: 0.5}}
grids:
  - {functions: gelu, entries: [4, 8], weights: [uniform, near]}
  - {functions: gelu, entries: 4, slope: {bits: 6, frac: 5, exponents: 3}}
"""

    def test_weights_and_formats(self):
        results = self.run_sweep(self.SWEEP, "several")
        self.lutdse("report", results, "-q", "-o", "out")
        with h5py.File(self.path(results), "r") as file:
            fronts = file["fronts"][:]
        members = {row["weight"].decode() for row in fronts if row["cost_metric"] == b"area" and row["error_metric"] == b"mse"}
        self.assertEqual(members, {"uniform", "near"})
        picks = [line.split(" & ")[1] for line in self.text("out/tables/picks_area.tex").splitlines() if line.startswith("gelu ")]
        self.assertEqual(picks, ["uniform"] * 3 + ["near"] * 3)
        self.assertEqual({row["weight"] for row in self.rows("out/data/error_curves.csv")}, members)
        self.assertIn("gelu (near), ", self.text("out/report.html"))
        formats = {row["formats"] for row in self.rows("out/data/comparison.csv")}
        self.assertEqual(formats, {"Q(8,6)", "Q(6,5)x3, Q(8,6)"})


class Faults(Reports):
    @needs_gnuplot
    def test_stopped(self):
        """Ctrl-C ends a report with nothing on stdout and nothing left over."""
        results = self.run_sweep()
        self.write("slow", '#!/bin/sh\nsleep 1\nexec gnuplot "$@"\n')
        os.chmod(self.path("slow"), 0o700)
        os.mkdir(self.path("scratch"))
        environment = {**os.environ, "TMPDIR": self.path("scratch")}
        process = self.start("report", results, "--gnuplot", "./slow", env=environment)
        self.wait_until(lambda: os.listdir(self.path("scratch")), process)
        harness.interrupt(process)
        result = self.finish(process)
        self.assertEqual((result.status, result.out), (130, ""))
        self.assertIn("the report is not complete; the same command writes it again", result.err)
        self.assertEqual(os.listdir(self.path("scratch")), [])
        self.assertFalse(os.path.exists(self.path("small-report/report.html")))

    def fake_gnuplot(self, *lines):
        self.write("fake", "\n".join(("#!/bin/sh", *lines, "")))
        os.chmod(self.path("fake"), 0o755)
        return "./fake"

    def test_gnuplot(self):
        results = self.run_sweep()
        self.fails(4, "report", results, "-q", "--gnuplot", "/nonexistent/gnuplot", says=("install gnuplot",))
        self.assertFalse(os.path.exists(self.path("small-report")))

    def test_before_a_sweep(self):
        """What is missing is told before hours of search, not after."""
        self.write("small.yaml", SWEEP)
        self.fails(4, "report", "small.yaml", "-q", "--gnuplot", "/nonexistent/gnuplot", says=("install gnuplot",))
        fake = self.fake_gnuplot("exit 0")
        self.fails(4, "report", "small.yaml", "-q", "--gnuplot", fake, "--benchmark", "none.json", says=("none.json",))
        self.assertFalse(os.path.exists(self.path("results")))

    def test_interrupted(self):
        """A signal to lutdse while gnuplot runs, or one that ends gnuplot: nothing temporary stays."""
        results = self.run_sweep()
        os.mkdir(self.path("temporary"))
        options = {"env": {**os.environ, "TMPDIR": self.path("temporary")}}
        for number, what in enumerate(("kill -INT $PPID; exec gnuplot \"$@\"", "kill -INT $$", "kill -TERM $PPID $$")):
            fake = self.fake_gnuplot('[ "$2" = check.gp ] && exit 0', what)
            if "exec" in what and shutil.which("gnuplot") is None:
                continue
            folder = f"out{number}"
            self.lutdse("report", results, "-q", "--gnuplot", fake, "-o", folder, status=130, **options)
            self.assertEqual(os.listdir(self.path("temporary")), [])
            self.assertEqual(self.leftovers(), [])
            self.assertFalse(os.path.exists(self.path(folder, "report.html")))

    @needs_gnuplot
    def test_unfinished(self):
        """Of a run that is not complete: what there is, and how much."""
        results = self.run_sweep("name: small\ngrids:\n  - {functions: gelu, entries: [2, 3]}\n")
        os.mkdir(self.path("early.h5.parts"))
        os.rename(self.path(results), self.path("early.h5.parts", "part-0123456789abcdef.h5"))
        told = self.lutdse("report", "early.h5", "-q").err
        self.assertEqual(told, "lutdse: early.h5 is not complete: 2 points so far, from its parts\n")
        self.assertEqual(told, self.lutdse("fronts", "early.h5").err)

    def test_folder(self):
        results = self.run_sweep()
        self.write("taken", "")
        self.fails(4, "report", results, "-q", "-o", "taken", says=("taken: is there and is no folder",))
        self.fails(4, "report", results, "-q", "-o", "no/such", says=("no/such: cannot create the folder",))

    def test_not_results(self):
        self.write("some.h5", "hello\n")
        self.fails(3, "report", "some.h5", says=("some.h5",))
        self.write("some.yaml", "name: [\n")
        self.fails(3, "report", "some.yaml", says=("some.yaml",))

    @needs_gnuplot
    def test_benchmark(self):
        results = self.run_sweep()
        self.fails(4, "report", results, "-q", "--benchmark", "none.json", says=("none.json", "No such file"))
        self.write("wrong.json", '[{"program": 1}]')
        self.fails(3, "report", results, "-q", "--benchmark", "wrong.json", says=("wrong.json: record 1: program",))
        self.assertFalse(os.path.exists(self.path("small-report")))


def latex_has(name):
    return shutil.which("kpsewhich") is not None and subprocess.run(["kpsewhich", name], stdout=subprocess.DEVNULL, check=False).returncode == 0


if __name__ == "__main__":
    harness.main()
