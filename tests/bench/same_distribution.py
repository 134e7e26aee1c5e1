#!/usr/bin/python3
"""Whether DEAP and lutdse's engine `gqa` run the same algorithm: the errors they end with, over many seeds. Usage:

    same_distribution.py BUILD [--seeds N] [--json FILE] [--tables gelu:8,...] [--alone]

For each table GQA-LUT's search as gqa_deap.py has it, and the engine's, with N seeds each (20 by default). Prints
medians and ranges, how many of DEAP's tables are better than the one that GQA-LUT ships, and the p-value of a
two-sample Kolmogorov-Smirnov test that both samples are of one distribution. Exit status 1 if one is below 0.001.
--alone leaves the engine out.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys

import gqa_deap
import gqa_table
from scipy import stats

LEAST_P = 1e-3


def deap_errors(function, entries, seeds):
    """Exact errors with breakpoints rounded once for each scale, as published, and through the finest scale's grid."""
    published, stored = [], []
    for seed in seeds:
        best, record = gqa_deap.search(function, entries, seed, vectorised=True)
        finest = list(gqa_table.round_to(best, max(gqa_table.SCALES)))
        lines = gqa_table.chords(function, best)
        published.append(record["mse"])
        stored.append(gqa_table.exact_mse_of(function, finest, lines))
    return published, stored


def engine_errors(build, function, entries, seeds):
    """The engine keeps breakpoints on the finest scale's grid."""
    program = os.path.join(build, "tests/bench/search_point")
    errors = []
    for seed in seeds:
        command = [program, "gqa", function, str(entries), str(seed), "repeats=1"]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        errors.append(json.loads(done.stdout)["mse"])
    return errors


def spread(values):
    return f"{statistics.median(values):.3e} ({min(values):.3e} to {max(values):.3e})"


def compare(options, function, entries):
    seeds = range(1, options.seeds + 1)
    published, stored = deap_errors(function, entries, seeds)
    shipped = gqa_table.SHIPPED[function, entries]
    result = {
        "function": function,
        "entries": entries,
        "shipped": shipped,
        "better_than_shipped": sum(error < shipped for error in published),
        "deap": published,
        "deap_on_finest_grid": stored,
    }
    better = f"{result['better_than_shipped']} of {options.seeds}"
    cells = [function, entries, f"{shipped:.3e}", better, spread(published), spread(stored)]
    if not options.alone:
        result["engine"] = engine_errors(options.build, function, entries, seeds)
        test = stats.ks_2samp(stored, result["engine"])
        result["ks_statistic"], result["p"] = float(test.statistic), float(test.pvalue)
        cells += [spread(result["engine"]), f"{result['ks_statistic']:.2f}", f"{result['p']:.2g}"]
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=os.path.abspath)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--json", help="write every error to this file, too")
    parser.add_argument("--tables", default=",".join(f"{f}:{n}" for f, n in gqa_table.SHIPPED))
    parser.add_argument("--alone", action="store_true", help="DEAP only")
    options = parser.parse_args()
    heads = ["function", "entries", "shipped", "better than it", "DEAP", "DEAP, finest grid"]
    heads += [] if options.alone else ["engine gqa", "KS", "p"]
    print("| " + " | ".join(heads) + " |\n|" + "---|" * len(heads))
    results = []
    for table in options.tables.split(","):
        function, entries = table.split(":")
        results.append(compare(options, function, int(entries)))
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump({"what": "tests/bench/same_distribution.py", "seeds": options.seeds, "tables": results}, file)
            file.write("\n")
    return 0 if options.alone or all(result["p"] >= LEAST_P for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
