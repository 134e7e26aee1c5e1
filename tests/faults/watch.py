"""Watching folders with inotify: what a writer does there, as it does it."""

import ctypes
import os
import select
import struct

CREATE, DELETE, MOVED_TO, OPEN = 0x100, 0x200, 0x80, 0x20
HEADER = struct.Struct("iIII")
NONBLOCK = os.O_NONBLOCK | os.O_CLOEXEC

libc = ctypes.CDLL(None, use_errno=True)


class Watch:
    def __init__(self, output):
        """The folder of a results file, and that of its parts, which is made if need be."""
        os.makedirs(output + ".parts", exist_ok=True)
        self.name = os.path.basename(output)
        self.descriptor = libc.inotify_init1(NONBLOCK)
        folders = {"beside": os.path.dirname(output), "parts": output + ".parts"}
        mask = CREATE | DELETE | MOVED_TO | OPEN
        self.where = {
            libc.inotify_add_watch(self.descriptor, os.fsencode(path), mask): name for name, path in folders.items()
        }

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.descriptor)

    def kind(self, where, mask, name):
        """What an event means, or None."""
        if where == "parts":
            if name == "lock":
                return "lock" if mask & OPEN else None
            if mask & CREATE and name.startswith(".part-") and name.endswith(".tmp"):
                return "part begun"
            if mask & MOVED_TO and name.endswith(".h5"):
                return "part named"
            return "part deleted" if mask & DELETE and name.endswith(".h5") else None
        if mask & CREATE and name.startswith("." + self.name) and name.endswith(".tmp"):
            return "results begun"
        return "results named" if mask & MOVED_TO and name == self.name else None

    def events(self, seconds):
        """Kinds of what happened since the last call, waiting up to so long for something to happen."""
        if not select.select([self.descriptor], [], [], seconds)[0]:
            return []
        data, at, kinds = os.read(self.descriptor, 65536), 0, []
        while at < len(data):
            watch, mask, _, length = HEADER.unpack_from(data, at)
            name = os.fsdecode(data[at + HEADER.size : at + HEADER.size + length].rstrip(b"\0"))
            kinds.append(self.kind(self.where.get(watch), mask, name))
            at += HEADER.size + length
        return [kind for kind in kinds if kind]

    def wait(self, process, kind, count=1):
        """Until the process did that so many times; false if it ended before."""
        while count > 0:
            ended = process.poll() is not None
            count -= self.events(0 if ended else 0.01).count(kind)
            if ended:
                break
        return count <= 0
