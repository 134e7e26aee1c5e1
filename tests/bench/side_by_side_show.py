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
    "lutdse nnlut": "#f7b6d2",
    "lutdse uniform": "#7f7f7f",
    "pagmo2 sga": "#1f77b4",
    "pagmo2 de": "#17becf",
    "pagmo2 sade": "#2ca02c",
    "pagmo2 de1220": "#bcbd22",
    "DEAP, vectorised": "#ff7f0e",
    "DEAP, as published": "#8c564b",
}
POINTS = {"lutdse exact": 3, "lutdse gqa": 7, "lutdse gade": 9, "lutdse nnlut": 13, "lutdse uniform": 5}

PLOT = """set terminal {terminal} font "Liberation Sans,13"
set output "{output}"
set multiplot
set logscale xy
set format xy "10^{{%T}}"
set xrange [5e-5:200]
set yrange [2e-6:1e-2]
set xlabel "seconds of processor time"
set key at screen 0.5,0.17 center top maxrows 4 samplen 2 font ",11"
set grid
{panels}
"""

PANEL = """set ylabel "{label}"
set lmargin at screen {left}
set rmargin at screen {right}
set tmargin at screen 0.93
set bmargin at screen 0.30"""


def number(value):
    """Three significant digits, for people."""
    if value is None:
        return NEVER
    if 100 <= value < 1e6:
        return f"{float(f'{value:.3g}'):.0f}"
    return f"{value:.3g}" if value >= 1e-2 else f"{value:.2e}"


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


def median_of(programs, program, objective=None, key=None):
    """Milliseconds of processor time: of whole searches, or until `key`, where every search came so far."""
    records = [r for (name, minimised), rows in programs.items() for r in rows if name == program]
    records = [r for r in records if objective in (None, r["objective"])]
    if not records or (key and not all(r[key] for r in records)):
        return None
    return 1e3 * statistics.median((r[key] if key else r)["cpu_seconds"] for r in records)


def print_summary(result):
    """One row a table: what the fastest of each kind took."""
    print("\n| function | entries | DEAP, as published | vectorised | lutdse gqa | pagmo2, to the optimum | lutdse islands |", end="")
    print(" lutdse exact | published / islands | vectorised / islands | pagmo2 / islands |\n" + "|---" * 11 + "|")
    for (function, entries), programs in groups(result["records"]).items():
        published, vectorised = (median_of(programs, f"DEAP, {way}") for way in ("as published", "vectorised"))
        islands, exact, gqa = (median_of(programs, f"lutdse {engine}") for engine in ("islands", "exact", "gqa"))
        rivals = {name: median_of(programs, name, "lines", "to_optimum") for name in COLOURS if name.startswith("pagmo2")}
        rivals = {name: time for name, time in rivals.items() if time}
        best = min(rivals, key=rivals.get) if rivals else None
        rival = f"{number(rivals[best])} ({best.split()[1]})" if best else NEVER
        times = [number(time) for time in (published, vectorised, gqa)] + [rival, number(islands), number(exact)]
        ratios = [number(time / islands) if time else NEVER for time in (published, vectorised, rivals.get(best))]
        print("| " + " | ".join(str(cell) for cell in [function, entries, *times, *ratios]) + " |")


def print_worth(result):
    """One row a table: the optimum, and the median error of each kind in units of it."""
    print("\n| function | entries | optimum | GQA-LUT's shipped table | DEAP | lutdse gqa | lutdse gade ", end="")
    print("| lutdse nnlut | lutdse uniform |", end="")
    print(" pagmo2, chords | pagmo2, lines | lutdse islands |\n" + "|---" * 12 + "|")
    for table, programs in groups(result["records"]).items():
        optimum = next(iter(programs.values()))[0]["optimum"]
        ratios = {key: statistics.median(r["ratio"] for r in records) for key, records in programs.items()}
        cells = [f"{optimum:.4e}", number(gqa_table.SHIPPED[table] / optimum)]
        cells.append(number(ratios.get(("DEAP, vectorised", "chords"))))
        cells += [number(ratios.get((f"lutdse {name}", "its own"))) for name in ("gqa", "gade", "nnlut")]
        cells.append(number(ratios.get(("lutdse uniform", "lines"))))
        for objective in ("chords", "lines"):
            rivals = [ratio for (name, of), ratio in ratios.items() if name.startswith("pagmo2") and of == objective]
            cells.append(f"{number(min(rivals))} to {number(max(rivals))}" if rivals else NEVER)
        cells.append(number(ratios.get(("lutdse islands", "lines"))))
        print("| " + " | ".join(str(cell) for cell in [*table, *cells]) + " |")


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


def plots(programs, blocks, titles):
    """gnuplot's words for each program, and their data: a curve, and a point where its search ends."""
    words = []
    for (program, objective), records in programs.items():
        record, name = middle(records), f"$c{len(blocks)}"
        rows = curve(record)
        rival = program.startswith("pagmo2")
        look = f"dashtype {3 if rival and objective == 'chords' else 1} linecolor rgb '{COLOURS[program]}'"
        blocks.append("\n".join([f"{name} << EOD", *rows, "", "", f"{record['cpu_seconds']} {record['mse']}", "EOD"]))
        point = f"{name} index 1 using 1:2 with points pointtype {POINTS.get(program, 7)} pointsize 0.8 {look}"
        title = (f"{program}, {objective}" if rival else program) if titles else ""
        if record["history"]:
            words += [f"{name} index 0 using 1:2 with steps linewidth 2 {look} title '{title}'", f"{point} notitle"]
        else:
            words.append(f"{point} title '{title}'")
    return words


def draw(result, output):
    tables, blocks, panels = groups(result["records"]), [], []
    for number_of, table in enumerate(PANELS):
        found = tables[table]
        programs = {key: found[key] for name in COLOURS for key in found if key[0] == name}
        optimum, published = next(iter(programs.values()))[0]["optimum"], gqa_table.SHIPPED[table]
        titles = number_of == 0
        lines = [
            f"{optimum} with lines dashtype 2 linecolor rgb 'gray40' title '{'optimum' if titles else ''}'",
            f"{published} with lines dashtype 4 linecolor rgb 'gray40' title '{'shipped table' if titles else ''}'",
        ]
        words = plots(programs, blocks, titles) + lines
        label = "mean squared error" if titles else ""
        panels.append(PANEL.format(label=label, left=0.07 + 0.48 * number_of, right=0.51 + 0.48 * number_of))
        panels.append(f"set title '{table[0]}, {table[1]} entries'\nplot " + ", \\\n  ".join(words))
    terminal = "svg size 1200,620 background 'white'" if output.endswith(".svg") else "pngcairo size 1200,620"
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
    print_summary(result)
    print_worth(result)
    if options.figure:
        draw(result, options.figure)


if __name__ == "__main__":
    main()
