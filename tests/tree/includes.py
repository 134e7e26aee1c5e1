#!/usr/bin/env python3
"""Who includes whom. Usage: includes.py TREE

Lists every #include in quotes that leads from one room of the tree to another, and fails if the table of rooms in
docs/architecture.md does not allow it. Headers directly in src/ are open to all, but for backend.h.
"""
import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)
ROW = re.compile(r"^\| `((?:src|gpu|cpu)/(?:\w+/)?)` \|.*\| ([^|]*)\|$", re.M)
OPEN_TO_ALL = {"clock.h", "error.h", "file.h", "key_table.h", "parallel.h", "text_file.h", "version.h"}


def read_rules(tree):
    """Room -> what its row allows: names of rooms, headers, or "everything"."""
    text = (tree / "docs/architecture.md").read_text(encoding="utf-8")
    return {
        room.rstrip("/"): {word.strip(" `") for word in allowed.split(",") if word.strip()}
        for room, allowed in ROW.findall(text)
    }


def room_of(path):
    """The room of a file of the tree, or of a header as #include names it."""
    folders = pathlib.PurePath(path).parts[:-1]
    if folders[:1] == ("src",):
        return "/".join(folders[:2])
    if folders and folders[0] not in ("gpu", "cpu"):
        return "src/" + folders[0]
    return folders[0] if folders else "src"


def allowed(header, rules):
    room = room_of(header)
    return (
        "everything" in rules
        or header in rules
        or room.removeprefix("src/") in rules
        or (room == "src" and header in OPEN_TO_ALL)
    )


def sources(tree):
    for folder in ("src", "gpu", "cpu"):
        for path in sorted((tree / folder).rglob("*.[ch]")):
            yield path.relative_to(tree).as_posix(), path.read_text(encoding="utf-8")


def check(tree):
    rules = read_rules(tree)
    wrong = []
    for name, text in sources(tree):
        room = room_of(name)
        if room not in rules:
            wrong.append(f"{name}: its room has no row in docs/architecture.md")
            continue
        for header in INCLUDE.findall(text):
            if room_of(header) == room:
                continue
            verdict = "" if allowed(header, rules[room]) else "  NOT ALLOWED"
            print(f"{name} -> {header}{verdict}")
            if verdict:
                wrong.append(f"{name} includes {header}, which {room}/ may not")
    return wrong


if __name__ == "__main__":
    complaints = check(pathlib.Path(sys.argv[1]))
    print("\n".join(complaints), file=sys.stderr)
    sys.exit(1 if complaints else 0)
