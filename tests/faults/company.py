"""Other processes, other sweeps, devices that go: what else may change between one moment and the next."""

import os
import socket
import time

from kills import die, seconds_of
from stage import Skip, ids, require

LOSE_AFTER = 6  # launches of the self-test come first


def two_at_once(trial):
    """One works and the other one says who does; or both come to their end, one after the other."""
    for _ in range(trial.chance.randint(1, 3)):
        first = trial.start_run()
        time.sleep(trial.chance.choice((0, 0, 1e-3, 1e-2, 0.1)))
        second = trial.start_run()
        trial.tried += 1
        results = {process: trial.finish(process) for process in (first, second)}
        done = [process for process in results if results[process].status == 0]
        require(done, "neither came to its end:", *results.values())
        for process, other in ((first, second), (second, first)):
            check_turned_away(results[process], other)
        trial.check()
        if trial.chance.random() < 0.5:
            os.unlink(trial.output)
        else:
            break


def check_turned_away(result, holder):
    if result.status == 0:
        return
    require(result.status == 4, "should end with status 4:", result)
    require(socket.gethostname() in result.err and str(holder.pid) in result.err,
            f"should name the host {socket.gethostname()} and the process {holder.pid}:", result)


def stale_lock(trial):
    """A lock whose holder was killed keeps nobody off."""
    process = trial.start_run()
    time.sleep(trial.chance.uniform(0.02, 0.1))
    die(trial, process)
    trial.complete()


EDITS = {
    "another function": lambda text: text.replace("[gelu, exp]", "[gelu, exp, sigmoid]"),
    "another width": lambda text: text.replace("in_bits: [7, 8]", "in_bits: [7, 8, 9]"),
    "a finer grid": lambda text: text.replace("[2..6, 8]", "[2..9]"),
    "a function less": lambda text: text.replace("[gelu, tanh]", "[tanh]"),
    "fewer entries": lambda text: text.replace("entries: 2..", "entries: 5..", 1),
    "another order": lambda text: text.replace("[tanh, silu]", "[silu, tanh]"),
    "another seed": lambda text: text.replace("name: faults\n", "name: faults\nseed: [1, 2]\n"),
}


def edited(trial):
    """kill -9, then an edited sweep: only what is new is computed, what is no longer asked for is set aside."""
    process = trial.start_run()
    time.sleep(trial.chance.uniform(0.05, seconds_of(trial, trial.text)))
    die(trial, process)
    before = trial.held()
    text = trial.text
    for name in trial.chance.sample(sorted(EDITS), trial.chance.randint(1, 3)):
        text = EDITS[name](text)
    trial.set_sweep(text)
    wanted = ids(trial.reference())
    result = trial.complete()
    summary = result.summary
    require(summary["computed"] == len(wanted - before), f"{len(wanted - before)} points are new:", result)
    aside = trial.set_aside()
    require(aside == before - wanted, f"{len(before - wanted)} points are no longer wanted, {len(aside)} set aside")


def lost_device(trial):
    """A device that goes in the middle, or all of them; the next run goes on."""
    libraries = os.environ.get("FAKE_CUDA_LIBRARIES")
    if libraries is None:
        raise Skip("FAKE_CUDA_LIBRARIES names no driver to lose devices with")
    trial.devices = trial.chance.choice(("cuda:0", "cuda:0,cpu", "cuda:0,cuda:1"))
    before = set()
    for _ in range(trial.chance.randint(1, 3)):
        trial.environment = {
            "LD_LIBRARY_PATH": libraries,
            "XDG_CACHE_HOME": os.path.join(trial.stage.folder, "cache"),
            "FAKE_CUDA_DEVICES": "2",
            trial.chance.choice(("FAKE_CUDA_LOSE_LAUNCH", "FAKE_CUDA_FAIL_LAUNCH")): str(
                LOSE_AFTER + int(trial.chance.expovariate(1 / 60))
            ),
        }
        result = trial.finish(trial.start_run())
        if result.status == 0:
            break  # it had come to its end
        trial.tried += 1
        require(result.status == 5 and "is not used any more" in result.err, "should end with status 5:", result)
        if result.out:
            trial.check()  # the other device did the rest
            return
        before = trial.note_held(before)
    trial.environment["FAKE_CUDA_LOSE_LAUNCH"] = trial.environment["FAKE_CUDA_FAIL_LAUNCH"] = str(1 << 30)
    trial.complete()


FAULTS = [
    ("two runs at once", two_at_once, 2, 20),
    ("lock of a dead process", stale_lock, 1, 10),
    ("kill -9, edited sweep", edited, 2, 30),
    ("device gone", lost_device, 2, 30),
]
