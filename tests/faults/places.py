"""Bad places: full disks, limits on file sizes, permissions that go."""

import os
import pwd
import resource
import subprocess

from damage import check_named, halfway
from kills import halves
from stage import Skip, check_refusal, difference, ids, require
from watch import Watch

ROOM = 64 << 20


def mount(folder, size):
    """A file system of that many bytes, in this process's own mount namespace."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", folder]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Skip(f"cannot mount a file system here: {done.stderr.strip()}")


def full_disk(trial):
    """A disk that is full again and again, a little later each time."""
    disk = trial.path("disk")
    os.mkdir(disk)
    size = trial.chance.choice((20, 40, 80, 200, 400, 800)) << 10
    mount(disk, size)
    try:
        trial.output = os.path.join(disk, "x.h5")
        fill(trial, disk, size)
    finally:
        subprocess.run(["umount", "-l", disk], check=False)


def fill(trial, disk, size):
    before = set()
    while size < ROOM:
        result = trial.finish(trial.start_run())
        if result.status == 0:
            break
        trial.tried += 1
        check_refusal(result, 4, "No space left on device; free some space")
        require(not [name for name in os.listdir(disk) if name.endswith(".tmp")], "a temporary file was left behind")
        before = trial.note_held(before)
        size += trial.chance.choice((4, 40, 400, ROOM >> 10)) << 10
        subprocess.run(["mount", "-o", f"remount,size={size}", disk], check=True)
    trial.complete()


def full_disk_of_merge(trial):
    """The same for a merge: nothing under the name of its output until there is room."""
    names, whole, _ = halves(trial)
    disk = trial.path("disk")
    os.mkdir(disk)
    size = trial.chance.choice((8, 20, 40, 60)) << 10
    mount(disk, size)
    output = os.path.join(disk, "x.h5")
    try:
        while True:
            result = trial.finish(trial.start("merge", *names, "-o", output))
            if result.status == 0:
                break
            trial.tried += 1
            check_refusal(result, 4, "No space left on device; free some space")
            require(not os.listdir(disk), f"left behind: {os.listdir(disk)}")
            size += trial.chance.choice((4, 40, 400)) << 10
            subprocess.run(["mount", "-o", f"remount,size={size}", disk], check=True)
        differs = difference(output, whole)
        require(not differs, f"{', '.join(differs)}: differ from those of {whole}")
    finally:
        subprocess.run(["umount", "-l", disk], check=False)


def size_limit(trial):
    """Beyond a limit a write fails as on a full disk."""
    before = set()
    largest = max(os.path.getsize(path) for path in halfway(trial))
    for _ in range(trial.chance.randint(1, 3)):
        limit = trial.chance.randint(100, 3 * largest)
        process = trial.start_run(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
        result = trial.finish(process)
        if result.status == 0:
            trial.check()  # nothing was larger
            return
        trial.tried += 1
        require(result.status == 4 and "File too large" in result.err.splitlines()[-1], f"limit {limit}:", result)
        before = trial.note_held(before)
    trial.complete()


def ordinary_user(trial):
    """Root may do everything: start the program as somebody else, in a folder of theirs."""
    if os.geteuid() != 0:
        return
    try:
        nobody = pwd.getpwnam("nobody")
        trial.user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        for folder, folders, files in os.walk(trial.folder):
            for name in [".", *folders, *files]:
                os.chown(os.path.join(folder, name), nobody.pw_uid, nobody.pw_gid)
        os.chmod(trial.stage.folder, 0o755)
        trial.devices = "cpu"  # OpenCL keeps its kernels in the home of whom it runs for
        trial.finish(trial.start("--version"))
    except (OSError, KeyError) as problem:
        raise Skip(f"another user cannot start the program: {problem}") from problem


def refused(trial, path, mode, *says, status=4):
    """Without the permission the run says so; with it, the run goes on."""
    before, old = trial.held(), os.stat(path).st_mode
    os.chmod(path, mode)
    result = trial.fails(trial.start_run(), status, "Permission denied", *says)
    os.chmod(path, old)
    require(result.out == "", "should print no result:", result)
    trial.note_held(before)
    trial.complete()


def permission_on_place(trial):
    """Of the folder, of that of the parts, of the lock or of the results file, before a run begins."""
    halfway(trial)
    folder = trial.output + ".parts"
    lock = os.path.join(folder, "lock")
    open(lock, "ab").close()
    ordinary_user(trial)
    trial.tried += 1
    case = trial.chance.randrange(5)
    if case == 0:
        refused(trial, folder, trial.chance.choice((0, 0o555)), "x.h5.parts")
    elif case == 1:
        refused(trial, lock, trial.chance.choice((0, 0o444)), "lock")
    elif case == 2:
        trial.set_sweep(trial.text.replace("[7, 8]", "[7, 8, 9]"))
        trial.user and os.chown(trial.path("x.yaml"), trial.user["user"], trial.user["group"])
        with open(trial.stage.reference(trial.stage.sweep), "rb") as source, open(trial.output, "wb") as target:
            target.write(source.read())
        trial.user and os.chown(trial.output, trial.user["user"], trial.user["group"])
        refused(trial, trial.output, 0, "x.h5")
    elif case == 3:
        # The parts can be written; only the end of the run finds out.
        folder_is_closed(trial, lambda watch, process: watch.wait(process, "lock"), trial.folder)
    else:
        folder_is_closed(trial, lambda watch, process: watch.wait(process, "part named", 2), folder)


def folder_is_closed(trial, when, folder):
    """The permission to write in a folder goes while the run is at work."""
    before = trial.held()
    with Watch(trial.output) as watch:
        process = trial.start_run()
        when(watch, process)
        os.chmod(folder, 0o555)
    result = trial.finish(process)
    os.chmod(folder, 0o755)
    if result.status != 0:
        check_refusal(result, 4, "Permission denied")
        trial.note_held(before)
        trial.complete()
        return
    trial.check()


def permission_on_parts(trial):
    """Parts that cannot be read are named, keep their names, and are searched again."""
    paths = halfway(trial)
    ordinary_user(trial)
    bad = trial.chance.sample(paths, min(3, len(paths)))
    safe = set().union(*(ids(path) for path in paths if path not in bad))
    for path in bad:
        os.chmod(path, 0)
        trial.tried += 1
    check_named(trial.complete(before=safe), bad, "Permission denied")


def in_own_namespace():
    """Let this process mount file systems that nobody else sees; false if that is not allowed."""
    import ctypes

    new_namespace, new_user = 0x00020000, 0x10000000
    libc = ctypes.CDLL(None, use_errno=True)
    uid, gid = os.geteuid(), os.getegid()
    if libc.unshare(new_namespace if uid == 0 else new_namespace | new_user) != 0:
        return False
    if uid != 0:
        for name, text in (("setgroups", "deny"), ("uid_map", f"0 {uid} 1"), ("gid_map", f"0 {gid} 1")):
            with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
                file.write(text)
    return subprocess.run(["mount", "--make-rprivate", "/"], capture_output=True, check=False).returncode == 0


FAULTS = [
    ("disk full", full_disk, 2, 30),
    ("disk full, merge", full_disk_of_merge, 1, 15),
    ("limit on file sizes", size_limit, 1, 20),
    ("permission gone: places", permission_on_place, 3, 20),
    ("permission gone: parts", permission_on_parts, 1, 10),
]
