"""Read a results file with h5py as a user would: check_h5py.py WRITE_SAMPLE (the program that writes one) DOCUMENTATION."""

import os
import re
import subprocess
import sys
import tempfile

try:
    import h5py
    import numpy
except ImportError as missing:
    print(f"skipped: {missing}; install python3-h5py to run this test")
    sys.exit(77)

SEAL = 512


def check_file(file):
    assert file.userblock_size == SEAL
    assert file.attrs["schema_version"] == 5
    assert file.attrs["generator"] in ("lutdse", b"lutdse")
    tables = {"points", "designs", "errors", "convergence", "fronts", "functions", "runs", "samples", "weights"}
    assert set(file) == tables | {"histograms", "ranges", "sweep", "synthesis"}
    assert file["sweep"][()].decode() == "name: sample\n# caf\u00e9\n"
    assert file["runs"]["device"][0].decode() == "caf\u00e9 GPU"


def check_rows(points, designs, errors):
    assert len(points) == 30
    assert points["design_count"].sum() == len(designs)
    assert points["scale_count"][designs["point"]].sum() == len(errors)
    assert set(points["tails"]) <= {b"free", b"asymptote", b"clamp"}
    assert all(len(identity) == 32 for identity in points["id"])
    for name in ("function", "in_bits", "entries", "grid", "slope_frac", "intercept_frac", "weight"):
        assert (designs[name] == points[name][designs["point"]]).all(), name
    assert (errors["design"] == numpy.sort(errors["design"])).all()


def check_optima(points, designs):
    assert set(points["optimum_kind"]) == {b"none", b"bound", b"exact"}
    assert set(points["objective"]) == {b"mse", b"mse_requantised"}
    for name in ("optimum", "optimum_kind"):
        assert (points[name][designs["point"]].tobytes() == designs[name].tobytes()), name
    assert (numpy.isnan(points["optimum"]) == (points["optimum_kind"] == b"none")).all()
    assert not (points["gap"] < 0).any() and not (designs["gap"] < 0).any()
    with numpy.errstate(all="ignore"):
        expected = designs["mse_requantised"] / designs["optimum"] - 1
    expected[numpy.abs(expected) < 1e-12] = 0
    known = ~numpy.isnan(expected)
    assert (expected[known] == designs["gap"][known]).all()


def check_best(points, designs):
    """The smallest error in the objective, and places that ascend."""
    for point in points:
        own = designs[point["first_design"] : point["first_design"] + point["design_count"]]
        errors = own["mse_requantised"]
        known = errors[~numpy.isnan(errors)]
        expected = known.min() if len(known) else numpy.nan
        assert expected == point["best"] or numpy.isnan([expected, point["best"]]).all()
    assert (numpy.diff(points["place"].astype(int)) > 0).all()


def check_convergence(steps):
    assert len(steps) > 10
    assert (numpy.diff(steps["point"]) >= 0).all()
    within = numpy.diff(steps["point"]) == 0
    assert (numpy.diff(steps["evaluations"].astype(int))[within] > 0).all()
    assert (numpy.diff(steps["best"])[within] <= 0).all()


def check_datapaths(points):
    assert set(points["symmetry"]) == {b"none", b"half"}
    assert set(points["slope_digits"]) == {0, 8} and set(points["pipeline"]) == {0, 1, 2, 3}
    assert set(points["select"]) >= {b"uniform", b"power2"}


def check_synthesis(synthesis, designs):
    assert len(synthesis) > 10
    assert (numpy.diff(synthesis["design"]) >= 0).all() and synthesis["design"].max() < len(designs)
    assert set(synthesis["tool"]) == {b"Yosys 0.1"}
    assert {name.decode() for name in synthesis["library"]} == {"caf\u00e9 1.lib", "caf\u00e9 2.lib"}
    assert (synthesis["area_um2"] > 0).all()
    blocks = synthesis["block_ge"]
    assert blocks.shape == (len(synthesis), 8) and (numpy.isnan(blocks).sum(axis=1) == 4).all()
    assert set(synthesis["delay_ns"][~numpy.isnan(synthesis["delay_ns"])]) == {2.5}


def check_table(row):
    """A table rebuilt from one row of /designs: its breakpoints ascend, its codes are where they belong."""
    entries = row["entries"]
    breakpoints = row["breakpoint"][: entries - 1] * row["finest_scale"]
    assert (numpy.diff(breakpoints) >= 0).all()
    assert (row["slope"][entries:] == 0).all() and (row["intercept"][entries:] == 0).all()
    assert row["slope"].shape == (64,) and row["breakpoint"].shape == (63,)


def check_functions(file):
    functions = file["functions"][:]
    assert set(functions["kind"]) == {b"builtin", b"expression", b"samples"}
    for row, function in enumerate(functions):
        assert function["samples"] == (len(file["samples"][str(row)]) if str(row) in file["samples"] else 0)
    table = list(functions["name"]).index(b"table")
    assert list(file["samples"][str(table)]["x"]) == [-2, -0.5, 0, 1.25, 3]


def check_weights(file):
    points, weights = file["points"][:], file["weights"][:]
    assert list(weights["name"]) == [b"act", b"measured", b"act"]
    assert list(weights["kind"]) == [b"normal", b"histogram", b"laplace"]
    assert list(weights["parameters"][0]) == [0.1, 1.5] and list(weights["bins"]) == [0, 4, 0]
    assert list(file["histograms"]["1"]["high"]) == [-1, -0.25, 0.5, 4]
    for point in points:
        row = point["weight_row"]
        assert point["weight"] == (weights["name"][row] if row >= 0 else b"uniform")


def check_fronts(fronts, designs):
    assert len(fronts) == 10
    for row in fronts:
        design = designs[row["design"]]
        cost = design[{b"area": "area_um2", b"power": "power_mw", b"delay": "delay_ns"}[row["cost_metric"]]]
        error = design[row["error_metric"].decode() + "_requantised"]
        assert (row["cost"].tobytes(), row["error"].tobytes()) == (cost.tobytes(), error.tobytes())


def check_groups(file, rows):
    """Names of functions and weights are those of the rows that are meant."""
    functions, weights = file["functions"]["name"], file["weights"]["name"]
    for row in rows:
        assert row["function"] == functions[row["function_row"]]
        assert row["weight"] == (weights[row["weight_row"]] if row["weight_row"] >= 0 else b"uniform")


def check_ranges(ranges):
    assert len(ranges) == 10 and (ranges["least"] <= ranges["most"]).all() and (ranges["designs"] > 0).all()
    assert set(ranges["metric"]) <= {b"mse", b"mae", b"max_abs", b"area", b"power", b"delay"}


def check_documentation(file, text):
    """Every table has a section that lists its columns, and no others, in their order."""
    sections = dict(re.findall(r"^## /(\w+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    assert set(sections) == set(file) - {"sweep"}
    for name, section in sections.items():
        table = file[name] if name not in ("samples", "histograms") else next(iter(file[name].values()))
        first_cells = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
        assert tuple(re.findall(r"`(\w+)`", " ".join(first_cells))) == table.dtype.names, name


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "sample.h5")
        subprocess.run([sys.argv[1], path], check=True)
        with open(path, "rb") as raw:
            assert raw.readline() == b"lutdse results, schema 5\n"
            assert b"\npoints 30\n" in raw.read(SEAL)
        with h5py.File(path, "r") as file:
            check_file(file)
            check_rows(file["points"][:], file["designs"][:], file["errors"][:])
            check_optima(file["points"][:], file["designs"][:])
            check_best(file["points"][:], file["designs"][:])
            check_convergence(file["convergence"][:])
            check_datapaths(file["points"][:])
            check_synthesis(file["synthesis"][:], file["designs"][:])
            for row in file["designs"]:
                check_table(row)
            check_functions(file)
            check_weights(file)
            check_fronts(file["fronts"][:], file["designs"][:])
            check_ranges(file["ranges"][:])
            check_groups(file, file["fronts"][:])
            check_groups(file, file["ranges"][:])
            with open(sys.argv[2], encoding="utf-8") as documentation:
                check_documentation(file, documentation.read())


main()
