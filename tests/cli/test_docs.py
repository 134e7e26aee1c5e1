"""The manual page and the completion name every command and option that --help names, and no others."""

import os
import re
import shutil
import subprocess
import unittest

import harness
from harness import SMALL, Case

DOCS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs")
MANUAL = os.path.join(DOCS, "lutdse.1.scd")
COMPLETION = os.path.join(DOCS, "lutdse.bash-completion")


class Documented(Case):
    def commands(self):
        return re.findall(r"^  ([a-z-]+) +\S", self.lutdse("--help").out, re.MULTILINE)

    def options(self, command):
        """{"--output": "-o" or None, ...} from the help of a command."""
        text = self.lutdse(command, "--help").out
        found = re.findall(r"^  (-.,)? +(--[a-z0-9-]+)", text, re.MULTILINE)
        self.assertIn("--help", [option for _, option in found])
        return {option: short.rstrip(",") or None for short, option in found}

    def words(self, command):
        """Every option of a command, short and long."""
        return {word for pair in self.options(command).items() for word in pair if word}


class Manual(Documented):
    @staticmethod
    def sections():
        with open(MANUAL, encoding="utf-8") as file:
            parts = re.split(r"^##? (.+)\n", file.read(), flags=re.MULTILINE)
        return dict(zip(parts[1::2], parts[2::2]))

    def test_commands(self):
        listed = re.findall(r"^\*([a-z-]+)\*", self.sections()["COMMANDS"], re.MULTILINE)
        self.assertEqual(listed, [*self.commands(), "help"])

    def test_options(self):
        sections = self.sections()
        common = set(re.findall(r"\*(--?[a-z?-]+)\*", sections["OPTIONS"])) & {"-?", "--help", "--usage"}
        for command in self.commands():
            with self.subTest(command):
                section = next(t for title, t in sections.items() if f"lutdse {command}" in title.split(", "))
                terms = "\n".join(line for line in section.splitlines() if line.startswith("*-"))
                mentioned = set(re.findall(r"\*(--?[a-zA-Z0-9?-]+)\*", terms))
                self.assertEqual(mentioned | common, self.words(command))

    def test_selection(self):
        terms = re.findall(r"^\*(-.)\*, \*(--[a-z-]+)\*", self.sections()["Selecting designs"], re.MULTILINE)
        for command in ("fronts", "plot", "report", "pick", "export", "cost", "synth", "operator"):
            options = self.options(command)
            for short, option in terms:
                self.assertEqual(options.get(option), short, command)

    def test_exit_statuses(self):
        """The table holds what the overview of --help lists."""
        listed = re.findall(r"(\d+) [a-z]", self.lutdse("--help").out.split("Exit status:")[1])
        self.assertEqual(re.findall(r"\*(\d+)\*", self.sections()["EXIT STATUS"]), listed)

    @unittest.skipIf(shutil.which("scdoc") is None, "scdoc is missing")
    def test_formats(self):
        with open(MANUAL, encoding="utf-8") as file:
            result = subprocess.run(["scdoc"], stdin=file, capture_output=True, text=True, check=False)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.write("lutdse.1", result.stdout)
        if shutil.which("man") is None:
            return
        environment = {**os.environ, "MANWIDTH": "80", "MAN_KEEP_FORMATTING": "", "LC_ALL": "C.UTF-8"}
        command = ["man", "--warnings", "-l", self.path("lutdse.1")]
        page = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        self.assertEqual(page.returncode, 0)
        self.assertNotIn("warning", page.stderr)
        self.assertIn("EXIT STATUS", page.stdout)


@unittest.skipIf(shutil.which("bash") is None, "bash is missing")
class Completion(Documented):
    def complete(self, *words):
        """What bash would offer for the last of the words."""
        script = """
            source "$1"; shift
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _lutdse; printf "%s\\n" "${COMPREPLY[@]}"
        """
        result = subprocess.run(
            ["bash", "-c", script, "bash", COMPLETION, harness.PROGRAM, *words],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=True,
        )
        self.assertEqual(result.stderr, "")
        return set(result.stdout.split())

    def test_commands(self):
        self.assertEqual(self.complete(""), {*self.commands(), "help", "--help", "--version"})
        self.assertEqual(self.complete("help", ""), set(self.commands()))
        self.assertEqual(self.complete("fr"), {"fronts"})

    def test_options(self):
        for command in self.commands():
            with self.subTest(command):
                self.assertEqual(self.complete(command, "-"), self.words(command))

    def test_options_with_a_value(self):
        """After an option that takes a value, neither options nor file arguments are offered."""
        self.write("some.yaml", SMALL)
        for command in self.commands():
            text = self.lutdse(command, "--help").out
            with_value = re.findall(r"^  (?:(-.), )? +(--[a-z-]+)=", text, re.MULTILINE)
            without = re.findall(r"^  (?:(-.),)? +(--[a-z-]+)(?:  |$)", text, re.MULTILINE)
            for word in filter(None, sum(with_value, ())):
                self.assertFalse({w for w in self.complete(command, word, "-") if w.startswith("-")}, (command, word))
            for word in filter(None, sum(without, ())):
                self.assertEqual(self.complete(command, word, "--u"), {"--usage"}, (command, word))

    def test_values(self):
        functions = {function["name"] for function in self.json("functions", "--json")}
        devices = {device["id"] for device in self.json("devices", "--json")["devices"]}
        for command in ("fronts", "plot", "report", "pick", "export", "cost", "synth", "operator"):
            self.assertEqual(self.complete(command, "-f", ""), functions)
            gelus = {name for name in functions if name.startswith("gel")}
            self.assertEqual(self.complete(command, "--function", "=", "gel"), gelus)
            self.assertEqual(self.complete(command, "--error", "="), {"mse", "mae", "max_abs"})
            self.assertEqual(self.complete(command, "-c", ""), {"area", "power", "delay"})
            self.assertEqual(self.complete(command, "--storage", ""), {"enable", "gated", "rom"})
            self.assertEqual(self.complete(command, "--select", "u"), {"uniform"})
            self.assertEqual(self.complete(command, "--digits", "f"), {"full"})
            self.assertEqual(self.complete(command, "--symmetry", "h"), {"half"})
            self.assertEqual(self.complete(command, "--pipeline", ""), {"0", "1", "2", "3"})
        for command in ("run", "report", "bench"):
            self.assertEqual(self.complete(command, "--devices", ""), {"auto", "all", *devices})
        self.assertEqual(self.complete("cost", "--float", ""), {"fp16", "fp32"})
        self.assertLessEqual({"paper28", "ihp130"}, self.complete("cost", "--technology", ""))
        self.assertIn("published", self.complete("plot", "--kind", ""))
        self.assertEqual(self.complete("plot", "-F", "p"), {"pdf", "png"})
        self.assertEqual(self.complete("eval", "--tails", "a"), {"asymptote"})
        self.assertEqual(self.complete("operator", ""), {"softmax", "layernorm"})
        self.assertEqual(self.complete("operator", "softmax", "--distribution", "n"), {"normal"})

    def test_files(self):
        for name in ("a.yaml", "b.yml", "c.h5", "d.json", "e.txt"):
            self.write(name, "")
        os.mkdir(self.path("folder"))
        expected = {"run": {"a.yaml", "b.yml"}, "check-sweep": {"a.yaml", "b.yml"}, "eval": {"d.json"}}
        expected["export"] = expected["cost"] = {"c.h5", "d.json"}
        for command in ("run", "check-sweep", "certify", "fronts", "plot", "pick", "export", "cost", "eval"):
            self.assertEqual(self.complete(command, ""), {"folder"} | expected.get(command, {"c.h5"}), command)
        self.assertEqual(self.complete("plot", "-o", ""), {"folder"})
        self.assertEqual(self.complete("export", "--json", ""), {"folder", "d.json"})
        self.assertEqual(self.complete("run", "-o", ""), {"folder", "c.h5"})
        self.assertEqual(self.complete("operator", "softmax", "--div", ""), {"folder", "c.h5", "d.json"})
        for command in ("functions", "devices", "bench"):
            self.assertEqual(self.complete(command, ""), set())


if __name__ == "__main__":
    harness.main()
