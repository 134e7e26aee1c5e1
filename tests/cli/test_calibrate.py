#!/usr/bin/env python3
"""lutdse calibrate: the fit of the shipped measurements, and what it refuses. Usage: test_calibrate.py LUTDSE"""
import pathlib
import re
import shutil

import harness
from harness import Case

ROOT = pathlib.Path(__file__).resolve().parents[2]
MEASURED = ROOT / "results/calibration/ihp130.h5"


class Calibrate(Case):
    def test_shipped(self):
        """The errors that it prints are those that docs/hardware.md states."""
        result = self.lutdse("calibrate", str(MEASURED), "--flip-flop=6.75")
        stated = (ROOT / "docs/hardware.md").read_text(encoding="utf-8")
        rows = re.findall(r"^(enable, gated|rom) +(area|energy|delay) +(\d+) +([\d.]+) +([\d.]+) +([\d.]+)$", result.out, re.M)
        self.assertEqual(len(rows), 6)
        for row in rows:
            self.assertIn("| " + " | ".join(row) + " |", stated)
        self.assertIn("technology: {name: ", result.out)

    def test_coefficients(self):
        """The built-in coefficients are the ones it prints."""
        result = self.lutdse("calibrate", str(MEASURED), "--flip-flop=6.75", "--coefficients")
        built_in = (ROOT / "src/hardware/fitted.c").read_text(encoding="utf-8")
        numbers = re.compile(r"-?\d[\d.e-]*")
        body = re.compile(r"=\s*\{\n.*", re.S)
        self.assertEqual(
            numbers.findall(body.search(result.out).group()), numbers.findall(body.search(built_in).group())
        )

    def test_nothing_synthesised(self):
        self.write("t.yaml", "name: t\ngrids:\n  - functions: gelu\n    entries: 8\n")
        self.lutdse("run", "t.yaml", "-o", "t.h5")
        self.fails(3, "calibrate", "t.h5", says=("t.h5", "no unit was synthesised", "lutdse synth"))

    def test_other_library(self):
        shutil.copy(MEASURED, self.path("m.h5"))
        self.fails(3, "calibrate", "m.h5", "--library=tin.lib", says=("m.h5", "tin.lib"))


if __name__ == "__main__":
    harness.main()
