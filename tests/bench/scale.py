#!/usr/bin/python3
"""How lutdse grows with the points of a sweep: time and peak memory of each command. Usage:

    scale.py LUTDSE [--most POINTS] [--folder FOLDER] [--json FILE] [--figure FILE.png]

Sweeps of about 1e3, 1e4, 1e5 and 1e6 points: ten functions, slopes and intercepts of up to ten formats each, the exact
engine's tables of four entries and more, each in 36 datapaths. Prints a table; --json also writes the
figures, --figure draws them with gnuplot.
"""
import argparse
import datetime
import json
import os
import platform
import subprocess
import sys
import tempfile
import time

FUNCTIONS = "gelu, silu, tanh, exp, hswish, div, rsqrt, sigmoid, mish, softplus"
SHARDS = 4

# Formats of slopes and of intercepts, and the largest table: some 1e3, 1e4, 1e5 and 1e6 points.
SIZES = [(1, 1, 6), (2, 3, 8), (5, 6, 13), (10, 10, 31)]


def formats(count):
    return ", ".join(f"{{bits: {5 + i}, frac: {3 + i}}}" for i in range(count))


def sweep_text(size):
    slopes, intercepts, entries = size
    return f"""name: scale
engine: {{name: exact}}
grids:
  - functions: [{FUNCTIONS}]
    slope: [{formats(slopes)}]
    intercept: [{formats(intercepts)}]
    entries: [4..{entries}]
    hardware: {{storage: [enable, gated, rom], select: [one_hot, tree, binary], pipeline: 0..3}}
"""


def points_of(size):
    slopes, intercepts, entries = size
    return 10 * slopes * intercepts * (entries - 3) * 36


def measure(arguments):
    """Run a program; returns its seconds, seconds of processor time and peak memory in MB."""
    start = time.monotonic()
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(arguments)}: status {status}")
    return {
        "seconds": time.monotonic() - start,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "peak_mb": usage.ru_maxrss / 1024,
    }


def measure_size(lutdse, folder, size):
    sweep, whole = os.path.join(folder, "scale.yaml"), os.path.join(folder, "whole.h5")
    shards = [os.path.join(folder, f"{i}.h5") for i in range(1, SHARDS + 1)]
    with open(sweep, "w", encoding="utf-8") as file:
        file.write(sweep_text(size))
    quiet = ["--quiet", "--log", "none"]
    figures = {"run": measure([lutdse, "run", sweep, "-o", whole] + quiet)}
    figures["run again"] = measure([lutdse, "run", sweep, "-o", whole] + quiet)
    figures["fronts"] = measure([lutdse, "fronts", whole])
    figures["fronts -b 8"] = measure([lutdse, "fronts", whole, "-b", "8"])
    figures["verify"] = measure([lutdse, "verify", "--quiet", whole])
    for number, shard in enumerate(shards, 1):
        measure([lutdse, "run", sweep, "--shard", f"{number}/{SHARDS}", "-o", shard] + quiet)
    figures["merge"] = measure([lutdse, "merge", "--quiet", *shards, "-o", os.path.join(folder, "merged.h5")])
    result = {"points": points_of(size), "bytes": os.path.getsize(whole), "commands": figures}
    for name in os.listdir(folder):
        os.unlink(os.path.join(folder, name))
    return result


def print_table(results):
    print(f"{'points':>9} {'bytes a design':>14}  {'command':<12} {'seconds':>9} {'us a point':>10} {'peak MB':>8}")
    for result in results:
        for command, figure in result["commands"].items():
            print(
                f"{result['points']:9} {result['bytes'] / result['points']:14.1f}  {command:<12} "
                f"{figure['seconds']:9.2f} {1e6 * figure['seconds'] / result['points']:10.1f} {figure['peak_mb']:8.0f}"
            )


PLOT = """set terminal pngcairo size 1500,600 font "Liberation Sans,13"
set output "{output}"
set multiplot layout 1,2
set logscale xy
set format xy "10^{{%T}}"
set xlabel "points of the sweep"
set key left top
set grid
set ylabel "time (s)"
plot {times}, 1e-4 * x title "100 us a point" dashtype 2 linecolor rgb "gray"
set ylabel "peak memory (MB)"
set yrange [10:10000]
plot {memory}, 2.7e-3 * x title "all designs in memory" dashtype 2 linecolor rgb "gray"
"""


def draw(results, output):
    commands = list(results[0]["commands"])
    blocks, curves = [], {"seconds": [], "peak_mb": []}
    for number, command in enumerate(commands):
        rows = "\n".join(
            f"{r['points']} {r['commands'][command]['seconds']} {r['commands'][command]['peak_mb']}" for r in results
        )
        blocks.append(f"$c{number} << EOD\n{rows}\nEOD")
        for column, key in ((2, "seconds"), (3, "peak_mb")):
            curves[key].append(f'$c{number} using 1:{column} with linespoints pointtype 7 title "{command}"')
    text = PLOT.format(output=output, times=", ".join(curves["seconds"]), memory=", ".join(curves["peak_mb"]))
    subprocess.run(["gnuplot"], input="\n".join(blocks) + "\n" + text, text=True, check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lutdse")
    parser.add_argument("--most", type=float, default=2e6, help="leave larger sweeps out")
    parser.add_argument("--folder", help="where to write (default: a temporary folder)")
    parser.add_argument("--json", help="write the figures to this file, too")
    parser.add_argument("--figure", help="draw the figures to this PNG")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        results = [
            measure_size(os.path.abspath(arguments.lutdse), folder, size)
            for size in SIZES
            if points_of(size) <= arguments.most
        ]
    print_table(results)
    if arguments.figure:
        draw(results, arguments.figure)
    if arguments.json:
        version = subprocess.run([arguments.lutdse, "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout
        record = {
            "what": "tests/bench/scale.py",
            "version": version.strip(),
            "date": datetime.date.today().isoformat(),
            "machine": platform.machine(),
            "cores": os.cpu_count(),
            "results": results,
        }
        with open(arguments.json, "w", encoding="utf-8") as file:
            json.dump(record, file, indent=1)
            file.write("\n")


if __name__ == "__main__":
    main()
