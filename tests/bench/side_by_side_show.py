#!/usr/bin/python3
"""Tables and a figure of what side_by_side.py measured. Usage:

    side_by_side_show.py FILE.json [--figure FILE.svg]
"""
import argparse
import json
import statistics
import subprocess

import gqa_table

PANELS = (("gelu", 8), ("gelu", 16))
NEVER = "-"

# What is drawn, in this order.
COLOURS = {
    "lutdse exact": "#000000",
    "lutdse islands": "#d62728",
    "lutdse gqa": "#9467bd",
    "lutdse gade": "#e377c2",
    "pagmo2 sga": "#1f77b4",
    "pagmo2 de": "#17becf",
    "pagmo2 sade": "#2ca02c",
    "pagmo2 de1220": "#bcbd22",
    "DEAP, vectorised": "#ff7f0e",
    "DEAP, as published": "#8c564b",
}
POINTS = {"lutdse exact": 3, "lutdse gqa": 7, "lutdse gade": 9}

PLOT = """set terminal {terminal} font "Liberation Sans,13"
set output "{output}"
set multiplot layout 1,2
set logscale xy
set format xy "10^{{%T}}"
set xrange [5e-5:100]
set yrange [2e-6:2e-1]
set xlabel "seconds of processor time"
set ylabel "least mean squared error so far"
set key outside bottom center maxrows 7 samplen 2 font ",11"
set grid
{panels}
"""


def number(value):
    """Three significant digits, for people."""
    if value is None:
        return NEVER
    return f"{value:.3g}" if 1e-3 <= abs(value) < 1e5 else f"{value:.2e}"


def spread(values):
    """The median, and the range where there is one."""
    values = sorted(values)
    if not values:
        return NEVER
    median = number(statistics.median(values))
    return median if values[-1] <= 1.005 * values[0] else f"{median} ({number(values[0])} to {number(values[-1])})"


def milliseconds(records, key):
    """Of the searches that came so far, and how many these are of how many."""
    reached = [1e3 * r[key]["cpu_seconds"] for r in records if r[key]]
    text = spread(reached)
    return text if len(reached) in (0, len(records)) else f"{text}, {len(reached)} of {len(records)}"


def groups(records):
    """By table, program and objective, in the order in which they came."""
    found = {}
    for record in records:
        found.setdefault((record["function"], record["entries"]), {}).setdefault(
            (record["program"], record["objective"]), []
        ).append(record)
    return found


def print_tables(result):
    print(f"{result['machine']}, {result['cores']} cores, one used; {result['date']}, {result['commit']}")
    for (function, entries), programs in groups(result["records"]).items():
        print(f"\n{function}, {entries} entries: milliseconds of processor time, median (range)\n")
        print("| program | objective | searches | whole search | to GQA-LUT's error | to the optimum | mse | mse / optimum |")
        print("|---|---|---|---|---|---|---|---|")
        for (program, objective), records in programs.items():
            cells = [
                program,
                objective,
                len(records),
                spread([1e3 * r["cpu_seconds"] for r in records]),
                milliseconds(records, "to_published"),
                milliseconds(records, "to_optimum"),
                spread([r["mse"] for r in records]),
                spread([r["ratio"] for r in records]),
            ]
            print("| " + " | ".join(str(cell) for cell in cells) + " |")


def middle(records):
    """The search with the median error."""
    return sorted(records, key=lambda r: (r["mse"], r["cpu_seconds"]))[len(records) // 2]


def curve(record):
    """Rows of time and the least error so far, ending with the search."""
    rows, least = [], float("inf")
    for at in [*record["history"], [record["seconds"], record["cpu_seconds"], record["evaluations"], record["mse"]]]:
        least = min(least, at[3])
        rows.append(f"{at[1]:.6g} {least:.6g}")
    return rows


def plots(programs, first, blocks):
    """gnuplot's words for each program, and their data."""
    words = []
    for number_of, ((program, objective), records) in enumerate(programs.items(), first):
        rows = curve(middle(records))
        blocks.append("\n".join([f"$c{number_of} << EOD", *rows, "EOD"]))
        colour, dashes = COLOURS[program], 3 if objective == "chords" and program.startswith("pagmo2") else 1
        title = f"{program}, {objective}" if program.startswith("pagmo2") else program
        shape = f"points pointtype {POINTS.get(program, 7)} pointsize 1.2" if len(rows) == 1 else "steps linewidth 2"
        dashed = "" if len(rows) == 1 else f" dashtype {dashes}"
        words.append(f"$c{number_of} using 1:2 with {shape}{dashed} linecolor rgb '{colour}' title '{title}'")
    return words


def draw(result, output):
    tables, blocks, panels = groups(result["records"]), [], []
    for table in PANELS:
        programs = {key: rows for key, rows in tables[table].items() if key[0] in COLOURS}
        optimum, published = next(iter(programs.values()))[0]["optimum"], gqa_table.SHIPPED[table]
        lines = [
            f"{optimum} with lines dashtype 2 linecolor rgb 'gray40' title 'optimum'",
            f"{published} with lines dashtype 4 linecolor rgb 'gray40' title 'the table that GQA-LUT ships'",
        ]
        words = plots(programs, len(blocks), blocks) + lines
        panels.append(f"set title '{table[0]}, {table[1]} entries'\nplot " + ", \\\n  ".join(words))
        panels.append("unset ylabel")
    terminal = "svg size 1400,620 background 'white'" if output.endswith(".svg") else "pngcairo size 1400,620"
    text = PLOT.format(terminal=terminal, output=output, panels="\n".join(panels))
    subprocess.run(["gnuplot"], input="\n".join(blocks) + "\n" + text, text=True, check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("json")
    parser.add_argument("--figure", metavar="FILE.svg", help="draw errors against time to this SVG or PNG")
    options = parser.parse_args()
    with open(options.json, encoding="utf-8") as file:
        result = json.load(file)
    print_tables(result)
    if options.figure:
        draw(result, options.figure)


if __name__ == "__main__":
    main()
