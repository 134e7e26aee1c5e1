"""A sweep in pieces: shards that are killed and merged, time limits again and again."""

import os
import subprocess

from kills import die, seconds_of
from stage import Skip, difference, ids, require


def need(trial, *words):
    """Skip unless the program knows these commands and options."""
    for word in words:
        if word not in trial.stage.commands and word not in trial.stage.options:
            raise Skip(f"the program has no {word}")


def run_shard(trial, shard, output):
    """A shard, killed now and then, brought to its end."""
    whole = seconds_of(trial, trial.text)
    while True:
        process = trial.start(
            "run", "x.yaml", "--shard", shard, "-o", output, "-d", trial.devices, "-t", "1", "--json", "-q"
        )
        if trial.chance.random() < 0.5:
            try:
                process.wait(trial.chance.uniform(0, whole / 2))
            except subprocess.TimeoutExpired:
                die(trial, process)
                continue
        result = trial.finish(process)
        require(result.status == 0 and result.summary["complete"], "a shard should come to its end:", result)
        return


def shards(trial):
    """Shards that were killed and went on make the file of the whole sweep, whatever their order."""
    need(trial, "--shard", "merge")
    count = trial.chance.randint(2, 5)
    outputs = [trial.path(f"shard-{number}.h5") for number in range(1, count + 1)]
    for number, output in enumerate(outputs, 1):
        run_shard(trial, f"{number}/{count}", output)
    sizes = [len(ids(output)) for output in outputs]
    require(sum(sizes) == len(set().union(*map(ids, outputs))), f"shards of {sizes} points overlap")
    trial.chance.shuffle(outputs)
    trial.lutdse("merge", *outputs, "-o", trial.output)
    differs = difference(trial.output, trial.reference())
    require(not differs, f"{', '.join(differs)}: differ from those of {trial.reference()}")


def time_limits(trial):
    """A limit on the time ends a run as an interrupt does, and the next one goes on."""
    need(trial, "--time-limit")
    before = set()
    for _ in range(trial.chance.randint(1, 3)):
        result = trial.finish(trial.start_run("--time-limit", "1s"))
        if result.status == 0:
            break  # it had come to its end
        trial.tried += 1
        require(result.status == 130 and not result.summary["complete"], "should end with status 130:", result)
        before = trial.note_held(before)
    if os.path.exists(trial.output):
        trial.check()
    else:
        trial.complete()


FAULTS = [
    ("kill -9 of shards", shards, 1, 15),
    ("time limit", time_limits, 1, 5),
]
