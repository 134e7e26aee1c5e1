"""The programs that side_by_side.py compares: each function here runs one search and returns its record."""
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
PAGMO = ("sga", "de", "sade", "de1220")
ENGINES = ("exact", "islands", "gqa", "gade", "nnlut", "uniform")
OWN = ("gqa", "gade", "nnlut")  # engines with an objective of their own
RUNS = 5  # of a whole process, of which the median counts

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


def call(arguments):
    """A program's output, its seconds and its seconds of processor time; None for all if it fails."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(
        arguments,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        env={**os.environ, **ONE_THREAD},
    )
    seconds, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        sys.stderr.write(f"left out: {' '.join(arguments)}: {done.stderr.strip()}\n")
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
    if record and engine in OWN:
        record["objective"] = "its own"
    return record


def deap_record(function, entries, seed, *options):
    program = os.path.join(HERE, "gqa_deap.py")
    return record_of([sys.executable, program, function, entries, "--seed", seed, *options])


def programs_there(build):
    """What can be run at all: engines that this lutdse has, pagmo_point where pagmo2 is installed."""
    point, pagmo = (os.path.join(build, "tests/bench", name) for name in ("search_point", "pagmo_point"))
    engines = [name for name in ENGINES if record_of([point, name, "gelu", 8, 1, "repeats=1"])]
    return engines, PAGMO if os.path.exists(pagmo) else ()
