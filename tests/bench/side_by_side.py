#!/usr/bin/python3
"""The same tables searched by lutdse, by GQA-LUT's algorithm under DEAP and by pagmo2, on one core. Usage:

    side_by_side.py BUILD FILE.json [--add] [--seeds N] [--budget SECONDS] [--only WORD] [--tables gelu:8,...]

BUILD is the folder of a build. Writes every search to FILE.json, for side_by_side_show.py, and prints its tables. --add
keeps what the file has, but for searches that are run again. All of it takes some 15 minutes of a core.
"""
import argparse
import datetime
import json
import os
import platform
import subprocess

import gqa_table
import side_by_side_run as run
import side_by_side_show

HERE = os.path.dirname(os.path.abspath(__file__))
TIE = 1e-12  # two optima may differ in the order of their sums
PUBLISHED_SEED = 42


def searches(options, function, entries, optimum, engines, algorithms):
    """Every search of one table but the slow ones: what it is called for --only, and a function that runs it."""
    build, seeds = options.build, range(1, options.seeds + 1)
    for seed in seeds:
        for engine in engines:
            yield f"engine {engine}", lambda e=engine, s=seed: run.engine_record(build, e, function, entries, s)
        for engine in ("exact", "islands"):
            yield f"run {engine}", lambda e=engine, s=seed: run.whole_run(build, e, function, entries, s)
        for name in algorithms:
            command = [os.path.join(build, "tests/bench/pagmo_point"), name]
            point = [function, entries, seed]
            yield f"pagmo {name} lines", lambda c=[*command, "lines", *point, options.budget, optimum]: run.record_of(c)
            yield f"pagmo {name} chords", lambda c=[*command, "chords", *point, options.budget / 5]: run.record_of(c)
    for seed in (PUBLISHED_SEED, *seeds)[: options.seeds]:
        yield "deap vectorised", lambda s=seed: run.deap_record(function, entries, s, "--vectorised")


def slow_searches(options, function, entries):
    """The published program takes a minute. Its other seeds only differ in what they find, which vectorised ones tell."""
    count = options.published if (function, entries) == ("gelu", 8) else 1
    for seed in (PUBLISHED_SEED, *range(1, count))[:count]:
        yield "deap published", lambda s=seed: run.deap_record(function, entries, s)


def first_at(record, error):
    """Where a search first has an error: its seconds, processor seconds and evaluations; None if it never has."""
    end = [record["seconds"], record["cpu_seconds"], record["evaluations"], record["mse"]]
    for at in [*record["history"], end]:
        if at[3] <= error * (1 + TIE):
            return dict(zip(("seconds", "cpu_seconds", "evaluations"), at))
    return None


def thinned(history):
    """The samples at which the error was the least so far, but few at nearly the same time."""
    kept = []
    for at in history:
        if kept and at[3] >= kept[-1][3]:
            continue
        if len(kept) > 1 and at[1] < 1.25 * kept[-2][1]:
            kept.pop()
        kept.append(at)
    return [[float(f"{at[0]:.4g}"), float(f"{at[1]:.4g}"), at[2], float(f"{at[3]:.6g}")] for at in kept]


def complete(record, optimum):
    """What follows from a search of a table: when it had the published error and the optimum."""
    record["optimum"] = optimum
    record["ratio"] = record["mse"] / optimum
    record["to_published"] = first_at(record, gqa_table.SHIPPED[record["function"], record["entries"]])
    record["to_optimum"] = first_at(record, optimum)
    record["history"] = thinned(record["history"])
    return record


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        models = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    return f"{models[0] if models else 'unknown'}, {platform.machine()}"


def text_output(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    return done.stdout.strip()


def describe(options):
    return {
        "what": "tests/bench/side_by_side.py",
        "date": datetime.date.today().isoformat(),
        "version": text_output(os.path.join(options.build, "lutdse"), "--version"),
        "commit": text_output("git", "-C", HERE, "rev-parse", "--short=12", "HEAD"),
        "machine": machine(),
        "cores": os.cpu_count(),
        "load": [],
        "python": platform.python_version(),
        "budget_s": options.budget,
    }


def same_search(record):
    return tuple(record[key] for key in ("function", "entries", "program", "objective", "seed"))


def save(options, result, records):
    """Write what there is, in the place of the same searches of before."""
    again = {same_search(record) for record in records}
    former = [record for record in options.former if same_search(record) not in again]
    result["load"].append(round(os.getloadavg()[0], 2))
    result["records"] = former + records
    with open(options.json, "w", encoding="utf-8") as file:
        file.write(json.dumps(result).replace('{"program"', '\n{"program"') + "\n")


def study(options):
    """Quick searches of every table first; the file is complete up to a table at any time."""
    result, records = describe(options), []
    engines, algorithms = run.programs_there(options.build)
    tables = [(name, int(entries)) for name, entries in (table.split(":") for table in options.tables.split(","))]
    optima = {table: run.engine_record(options.build, "exact", *table, 1)["mse"] for table in tables}
    for slow in (False, True):
        for table in tables:
            quick = (optima[table], engines, algorithms)
            for name, search in slow_searches(options, *table) if slow else searches(options, *table, *quick):
                record = search() if options.only in name else None
                records += [complete(record, optima[table])] if record else []
            save(options, result, records)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=os.path.abspath)
    parser.add_argument("json", help="the file to write")
    parser.add_argument("--add", action="store_true", help="to what the file has")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--published", type=int, default=3, help="seeds of the published program (default 3)")
    parser.add_argument("--budget", type=float, default=5, help="seconds that a search by pagmo2 may take (default 5)")
    parser.add_argument("--only", default="", help="only searches whose name has this word, such as 'pagmo sga'")
    parser.add_argument("--tables", default=",".join(f"{f}:{n}" for f, n in gqa_table.SHIPPED))
    parser.add_argument("--core", type=int, help="the core to use (default: any)")
    options = parser.parse_args()
    if options.core is not None:
        os.sched_setaffinity(0, {options.core})
    options.former = []
    if options.add and os.path.exists(options.json):
        with open(options.json, encoding="utf-8") as file:
            options.former = json.load(file)["records"]
    result = study(options)
    side_by_side_show.print_tables(result)


if __name__ == "__main__":
    main()
