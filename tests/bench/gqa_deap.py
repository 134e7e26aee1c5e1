#!/usr/bin/python3
"""GQA-LUT's genetic search (DAC 2024), written anew with DEAP from its description. Usage:

    gqa_deap.py FUNCTION ENTRIES [--seed K] [--vectorised] [--generations G] [--table FILE.json]

Prints a record as side_by_side.py collects them. Scoring is the published one: for each individual a loop in Python over
the samples, one np.digitize() each. --vectorised gives the same numbers from one call for all samples.
"""
import argparse
import json
import random
import sys
import time

import gqa_table

try:
    import numpy as np
    from deap import algorithms, base, creator, tools
except ImportError as missing:
    sys.stderr.write(f"gqa_deap.py: {missing}. On Debian: apt-get install python3-deap python3-scipy\n")
    sys.exit(77)

POPULATION, GENERATIONS = 50, 500
CROSSOVER, MUTATION, TOURNAMENT = 0.7, 0.2, 3
STEP_DEVIATION = 0.2


class Published:
    """Scores one sample after the other, and tabulates f anew for each individual."""

    def __init__(self, name):
        self.name = name

    def line(self, low, high):
        if low == high:
            return 0.0, 0.0
        value = gqa_table.FUNCTIONS[self.name].value
        slope = (value(high) - value(low)) / (high - low)
        intercept = value(low) - low * slope
        return gqa_table.round_to(slope, 6), gqa_table.round_to(intercept, 6)

    def score(self, breakpoints):
        function = gqa_table.FUNCTIONS[self.name]
        ends = [function.outer[0], *breakpoints, function.outer[1]]
        lines = [self.line(low, high) for low, high in zip(ends, ends[1:])]
        samples = gqa_table.samples_of(self.name)
        wanted = np.array([function.value(x) for x in samples])
        found = []
        for x in samples:
            slope, intercept = lines[min(np.digitize(x, ends) - 1, len(lines) - 1)]
            found.append(slope * x + intercept)
        return np.mean((wanted - np.array(found)) ** 2)


class Vectorised:
    """The same arithmetic on whole arrays; f is tabulated once."""

    def __init__(self, name):
        self.name = name
        self.samples = gqa_table.samples_of(name)
        self.wanted = gqa_table.FUNCTIONS[name].value(self.samples)

    def score(self, breakpoints):
        slopes, intercepts = gqa_table.chords(self.name, breakpoints)
        entry = np.searchsorted(breakpoints, self.samples, side="right")
        return np.mean((self.wanted - (slopes[entry] * self.samples + intercepts[entry])) ** 2)


def mutate_rounding(individual, offset, least, most):
    """Rounding Mutation: one draw for each gene and each step 2^-j rounds it, moves it or leaves it."""
    for i, gene in enumerate(individual):
        for j in range(offset, 7):
            draw = np.random.random()
            if 0.05 * j <= draw < 0.05 * (j + 1):
                gene = min(max(round(gene * 2**j) / 2**j, least), most)
            elif draw >= 0.9:
                gene += np.random.normal(0, STEP_DEVIATION)
        individual[i] = min(max(gene, least), most)
    return (individual,)


def mutate_gaussian(individual, least, most):
    for i, gene in enumerate(individual):
        if np.random.random() >= 0.9:
            individual[i] = min(max(gene + np.random.normal(0, STEP_DEVIATION), least), most)
    return (individual,)


class Recorder:
    """Takes the place of a hall of fame: eaSimple() shows it every population."""

    def __init__(self):
        self.started = time.perf_counter(), time.process_time()
        self.evaluations = 0
        self.best = []  # seconds, processor seconds, evaluations, breakpoints; where the best one changes

    def update(self, population):
        best = list(tools.selBest(population, 1)[0])
        if not self.best or self.best[-1][3] != best:
            now = time.perf_counter() - self.started[0], time.process_time() - self.started[1]
            self.best.append((*now, self.evaluations, best))


def toolbox_of(name, entries, scorer, recorder):
    creator.create("Error", base.Fitness, weights=(-1.0,))
    creator.create("Breakpoints", list, fitness=creator.Error)
    least, most = gqa_table.breakpoint_range(name, entries)

    def evaluate(individual):
        recorder.evaluations += 1
        individual.sort()
        return (scorer.score(individual),)

    toolbox = base.Toolbox()
    toolbox.register("gene", np.random.uniform, least, most)
    toolbox.register("individual", tools.initRepeat, creator.Breakpoints, toolbox.gene, entries - 1)
    toolbox.register("population", tools.initRepeat, list, toolbox.individual)
    toolbox.register("evaluate", evaluate)
    toolbox.register("mate", tools.cxTwoPoint)
    if gqa_table.FUNCTIONS[name].rounding:
        offset = gqa_table.rounding_offset(name, entries)
        toolbox.register("mutate", mutate_rounding, offset=offset, least=least, most=most)
    else:
        toolbox.register("mutate", mutate_gaussian, least=least, most=most)
    toolbox.register("select", tools.selTournament, tournsize=TOURNAMENT)
    return toolbox


def search(name, entries, seed, vectorised, generations=GENERATIONS):
    """Run the search; returns the last population's best breakpoints and the record."""
    random.seed(seed)
    np.random.seed(seed)
    recorder = Recorder()
    scorer = Vectorised(name) if vectorised else Published(name)
    toolbox = toolbox_of(name, entries, scorer, recorder)
    population = toolbox.population(n=POPULATION)
    algorithms.eaSimple(population, toolbox, CROSSOVER, MUTATION, generations, halloffame=recorder, verbose=False)
    seconds, cpu_seconds = time.perf_counter() - recorder.started[0], time.process_time() - recorder.started[1]
    final = recorder.best[-1][3]
    return final, {
        "program": "DEAP, vectorised" if vectorised else "DEAP, as published",
        "objective": "chords",
        "function": name,
        "entries": entries,
        "seed": seed,
        "seconds": seconds,
        "cpu_seconds": cpu_seconds,
        "evaluations": recorder.evaluations,
        "mse": gqa_table.exact_mse(name, final),
        "history": [[*at, gqa_table.exact_mse(name, best)] for *at, best in recorder.best],
    }


def main():
    parser = argparse.ArgumentParser(description="GQA-LUT's genetic search with DEAP")
    parser.add_argument("function", choices=gqa_table.FUNCTIONS)
    parser.add_argument("entries", type=int, choices=range(3, 65), metavar="ENTRIES")
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--vectorised", action="store_true", help="score all samples at once")
    parser.add_argument("--generations", type=int, default=GENERATIONS)
    parser.add_argument("--table", metavar="FILE.json", help="write the table in the published format")
    options = parser.parse_args()
    best, record = search(options.function, options.entries, options.seed, options.vectorised, options.generations)
    if options.table:
        with open(options.table, "w", encoding="utf-8") as file:
            file.write(gqa_table.table_text(options.function, best))
    json.dump(record, sys.stdout)
    print()


if __name__ == "__main__":
    main()
