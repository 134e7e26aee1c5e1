"""Damaged files: parts and results that were cut, flipped, emptied, or replaced by something else."""

import os
import shutil

from stage import PROOFS, Violation, ids, parts, require
from watch import Watch


def halfway(trial):
    """Parts of a run that was killed on the way, made once for each of a few places; their paths."""
    places = trial.stage.references.setdefault(("halfway", trial.text), [])
    if len(places) < 3:
        folder = os.path.join(trial.stage.folder, f"halfway-{len(trial.stage.references)}-{len(places)}.parts")
        with Watch(trial.output) as watch:
            process = trial.start_run()
            require(watch.wait(process, "part named", 8 + 12 * len(places)), "the run ended too early")
            process.kill()
            process.communicate()
        shutil.move(trial.output + ".parts", folder)
        places.append(folder)
    shutil.copytree(trial.chance.choice(places), trial.output + ".parts")
    return parts(trial.output)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def write(path, data):
    with open(path, "wb") as file:
        file.write(data)


def cut(path, chance, _):
    os.truncate(path, chance.randrange(os.path.getsize(path)))


def emptied(path, _, __):
    os.truncate(path, 0)


def flip(path, chance, _):
    data = bytearray(read(path))
    # Few bits, mostly: those are the ones that a checksum has to be good for.
    for at in {chance.randrange(len(data) * 8) for _ in range(chance.choice((1, 1, 1, 2, 8, 100)))}:
        data[at // 8] ^= 1 << at % 8
    write(path, data)


def swap_blocks(path, chance, _):
    """What a file system may do after a power cut: a block of zeros, or of another file."""
    data = bytearray(read(path))
    at, size = chance.randrange(len(data)), chance.choice((512, 4096))
    end = min(len(data), at + size)
    if data[at:end] == bytes(end - at):
        data[at:end] = b"?" * (end - at)
    else:
        data[at:end] = bytes(end - at)
    write(path, data)


def longer(path, chance, _):
    write(path, read(path) + chance.randbytes(chance.randint(1, 5000)))


def garbage(path, chance, _):
    write(path, chance.randbytes(chance.randint(1, 20000)))


def text(path, chance, _):
    write(path, chance.choice((b"lutdse results, schema ", b"\x89HDF\r\n\x1a\n", b"rubbish\n", b"\n")))


DAMAGES = (cut, emptied, flip, swap_blocks, longer, garbage, text)


def chosen(trial, paths):
    return trial.chance.sample(paths, min(len(paths), trial.chance.choice((1, 1, 2, 4))))


def check_named(result, paths, *says):
    for path in paths:
        lines = [line for line in result.err.splitlines() if os.path.basename(path) in line]
        require(lines, f"should name {path}:", result)
        require(all(word in lines[0] for word in says), f"should say {says} of {path}:", result)


def damaged_parts(*damages):
    """Damaged parts are named, set aside, and their points searched again; those of others are not."""

    def fault(trial):
        paths = halfway(trial)
        bad = chosen(trial, paths)
        for path in bad:
            trial.chance.choice(damages)(path, trial.chance, trial)
            trial.tried += 1
        safe = set().union(*(ids(path) for path in paths if path not in bad))
        check_named(trial.complete(before=safe), bad, ".bad", "searched again")

    return fault


def parts_are_folders(trial):
    """What is no file cannot be read: it is named, and does not keep the run from its end."""
    paths = halfway(trial)
    bad = chosen(trial, paths)
    for path in bad:
        os.unlink(path)
        os.mkdir(path)
        trial.tried += 1
    check_named(trial.complete(), bad, "not a regular file")


def parts_vanish(trial):
    paths = halfway(trial)
    for path in chosen(trial, paths):
        os.unlink(path)
        trial.tried += 1
    trial.complete()


def foreign_parts(trial):
    """Parts of another sweep, under their own name or that of one of ours: nothing of them gets in, nothing is lost."""
    paths = halfway(trial)
    source = trial.stage.reference(PROOFS)
    for path in chosen(trial, paths):
        if trial.chance.random() < 0.5:
            path = os.path.join(os.path.dirname(path), f"part-{trial.chance.getrandbits(64):016x}.h5")
        shutil.copy(source, path)
        trial.tried += 1
    trial.complete()
    require(trial.set_aside() == ids(source), "the other sweep's points were not set aside")


def parts_twice(trial):
    """The same points in several parts, as after a copy between folders, count once."""
    paths = halfway(trial)
    for path in chosen(trial, paths):
        shutil.copy(path, os.path.join(os.path.dirname(path), f"part-{trial.chance.getrandbits(64):016x}.h5"))
        trial.tried += 1
    trial.complete()


def results_damaged(trial):
    """A damaged results file is refused by name and never overwritten, parts beside it or not."""
    if trial.chance.random() < 0.7:
        halfway(trial)
    shutil.copy(trial.reference(), trial.output)
    damage = trial.chance.choice(DAMAGES)
    damage(trial.output, trial.chance, trial)
    data, beside = read(trial.output), parts(trial.output)
    trial.tried += 1
    for command in (("run", "x.yaml", "-o", trial.output), ("fronts", trial.output), ("certify", trial.output)):
        trial.fails(trial.start(*command), 3, "x.h5")
        if read(trial.output) != data or parts(trial.output) != beside:
            raise Violation(f"{command[0]} changed a damaged results file or its parts ({damage.__name__})")
    os.unlink(trial.output)
    trial.complete()


FAULTS = [
    ("parts cut or emptied", damaged_parts(cut, emptied), 2, 30),
    ("parts with bits flipped", damaged_parts(flip), 2, 40),
    ("parts replaced by garbage", damaged_parts(swap_blocks, longer, garbage, text), 1, 30),
    ("parts of another sweep", foreign_parts, 1, 10),
    ("parts that are folders", parts_are_folders, 1, 10),
    ("parts deleted or doubled", lambda trial: trial.chance.choice((parts_vanish, parts_twice))(trial), 1, 10),
    ("results file damaged", results_damaged, 2, 40),
]
