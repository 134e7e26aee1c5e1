#!/usr/bin/python3
"""The same tables searched by lutdse, by GQA-LUT's algorithm under DEAP and by pagmo2, on one core. Usage:

    side_by_side.py BUILD [--json FILE] [--seeds N] [--budget SECONDS] [--only WORD] [--tables gelu:8,...]

BUILD is the folder of a build. Prints a table of medians and ranges over the seeds, of seconds of processor time;
--json also writes every search, for side_by_side_show.py. It takes some 20 minutes.
"""
import argparse
import datetime
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time

import gqa_table

HERE = os.path.dirname(os.path.abspath(__file__))
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
PAGMO = ("sga", "de", "sade", "de1220")
ENGINES = ("exact", "islands", "gqa", "gade", "uniform")
CHORDS = ("gqa", "gade")  # engines with an objective of their own
RUNS = 5  # of a whole process, of which the median counts
TIE = 1e-12  # two optima may differ in the order of their sums
PUBLISHED_SEED = 42

SWEEP = """name: side
seed: {seed}
engine: {{name: {engine}}}
grids:
  - functions: [{function}]
    in_bits: [8]
    scale_sets: [[2^0..2^-6]]
    slope: [{{bits: 8, frac: 6}}]
    intercept: [{{bits: 8, frac: 6}}]
    entries: [{entries}]
    tails: [free]
"""


def on_one_core():
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def call(arguments):
    """A program's output, its seconds and its seconds of processor time; None for all if it cannot do this."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(
        arguments,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        preexec_fn=on_one_core,
        env={**os.environ, **ONE_THREAD},
    )
    seconds, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        sys.stderr.write(f"left out: {' '.join(map(str, arguments))}: {done.stderr.strip()}\n")
        return None, None, None
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return done.stdout, seconds, cpu


def record_of(arguments):
    output, _, _ = call([str(argument) for argument in arguments])
    return json.loads(output) if output else None


def whole_run(build, engine, function, entries, seed):
    """`lutdse run` for one point, from the start of its process to the end: with HDF5, fronts and proofs."""
    seconds, cpu_seconds = [], []
    with tempfile.TemporaryDirectory() as folder:
        sweep, results, design = (os.path.join(folder, name) for name in ("side.yaml", "side.h5", "best.json"))
        with open(sweep, "w", encoding="utf-8") as file:
            file.write(SWEEP.format(seed=seed, engine=engine, function=function, entries=entries))
        lutdse = os.path.join(build, "lutdse")
        run = [lutdse, "run", sweep, "-o", results, "-q", "-d", "cpu", "-t", "1", "--log", "none", "--fresh"]
        for _ in range(RUNS):
            output, wall, cpu = call(run)
            if output is None:
                return None
            seconds.append(wall)
            cpu_seconds.append(cpu)
        if call([lutdse, "pick", results, "-f", function, "--max-area", "1e9", "-o", design])[0] is None:
            return None
        with open(design, encoding="utf-8") as file:
            mse = json.load(file)["errors"]["mse"]
    return {
        "program": f"lutdse run, {engine}",
        "objective": "lines",
        "function": function,
        "entries": entries,
        "seed": seed,
        "seconds": statistics.median(seconds),
        "cpu_seconds": statistics.median(cpu_seconds),
        "evaluations": None,
        "mse": mse,
        "history": [],
    }


def engine_record(build, engine, function, entries, seed):
    record = record_of([os.path.join(build, "tests/bench/search_point"), engine, function, entries, seed])
    if record and engine in CHORDS:
        record["objective"] = "its own"
    return record


def deap_record(function, entries, seed, *options):
    program = os.path.join(HERE, "gqa_deap.py")
    return record_of([sys.executable, program, function, entries, "--seed", seed, *options])


def searches(options, function, entries):
    """Every search of one table, each as a function that runs it and what it is called for --only."""
    build, seeds = options.build, range(1, options.seeds + 1)
    optimum = record_of([os.path.join(build, "tests/bench/search_point"), "exact", function, entries, 1])["mse"]
    for seed in seeds:
        for engine in ENGINES:
            yield f"engine {engine}", lambda e=engine, s=seed: engine_record(build, e, function, entries, s)
        for engine in ("exact", "islands"):
            yield f"run {engine}", lambda e=engine, s=seed: whole_run(build, e, function, entries, s)
        for name in PAGMO:
            for objective, budget in (("lines", options.budget), ("chords", options.budget / 5)):
                command = [os.path.join(build, "tests/bench/pagmo_point"), name, objective, function, entries, seed]
                command += [budget, repr(optimum)] if objective == "lines" else [budget]
                yield f"pagmo {name} {objective}", lambda c=command: record_of(c)
    for seed in (PUBLISHED_SEED, *seeds)[: options.seeds]:
        yield "deap vectorised", lambda s=seed: deap_record(function, entries, s, "--vectorised")
        if seed == PUBLISHED_SEED or (function, entries) == ("gelu", 8):
            yield "deap published", lambda s=seed: deap_record(function, entries, s)


def first_at(record, error):
    """Where a search first has an error: its seconds, processor seconds and evaluations; None if it never has."""
    end = [record["seconds"], record["cpu_seconds"], record["evaluations"], record["mse"]]
    for at in [*record["history"], end]:
        if at[3] <= error * (1 + TIE):
            return dict(zip(("seconds", "cpu_seconds", "evaluations"), at))
    return None


def complete(records):
    """What follows from all searches of a table: the optimum, and when each had the published error and the optimum."""
    optima = {(r["function"], r["entries"]): r["mse"] for r in records if r["program"] == "lutdse exact"}
    for record in records:
        table = record["function"], record["entries"]
        record["optimum"] = optima[table]
        record["ratio"] = record["mse"] / optima[table]
        record["to_published"] = first_at(record, gqa_table.SHIPPED[table])
        record["to_optimum"] = first_at(record, optima[table])
    return records


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        models = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    return f"{models[0] if models else 'unknown'}, {platform.machine()}"


def text_output(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    return done.stdout.strip()


def study(options):
    records, loads = [], [os.getloadavg()[0]]
    for table in options.tables.split(","):
        function, entries = table.split(":")
        for name, search in searches(options, function, int(entries)):
            if options.only in name or name == "engine exact":
                record = search()
                records += [record] if record else []
        loads.append(os.getloadavg()[0])
        sys.stderr.write(f"{table}: {len(records)} searches\n")
    return {
        "what": "tests/bench/side_by_side.py",
        "date": datetime.date.today().isoformat(),
        "version": text_output(os.path.join(options.build, "lutdse"), "--version"),
        "commit": text_output("git", "-C", HERE, "rev-parse", "--short=12", "HEAD"),
        "machine": machine(),
        "cores": os.cpu_count(),
        "cores_used": 1,
        "load": [round(load, 2) for load in loads],
        "python": platform.python_version(),
        "budget_s": options.budget,
        "records": complete(records),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=os.path.abspath)
    parser.add_argument("--json", help="write every search to this file, too")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--budget", type=float, default=10, help="seconds a search by pagmo2 may take (default 10)")
    parser.add_argument("--only", default="", help="only searches whose name has this word, such as 'pagmo sga'")
    parser.add_argument("--tables", default=",".join(f"{f}:{n}" for f, n in gqa_table.SHIPPED))
    options = parser.parse_args()
    result = study(options)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(result, file)
            file.write("\n")
    from side_by_side_show import print_tables

    print_tables(result)


if __name__ == "__main__":
    main()
