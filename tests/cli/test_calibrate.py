#!/usr/bin/env python3
"""lutdse calibrate: the fit of the shipped measurements, and what it refuses. Usage: test_calibrate.py LUTDSE"""
import pathlib
import os
import re
import shutil
import unittest

import harness
from harness import Case

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIBRARY = "/usr/share/qflow/tech/osu018/osu018_stdcells.lib"
CAN_SYNTHESISE = shutil.which("yosys") and shutil.which("sta") and os.path.exists(LIBRARY)
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
        number = re.compile(r"(?<![\w.])\d[\d.]*(?:e-?\d+)?")
        printed, built_in = (number.findall(text.split("fitted_coefficients")[1]) for text in (result.out, built_in))
        self.assertEqual(len(printed), len(built_in))
        for one, other in zip(printed, built_in):
            self.assertAlmostEqual(float(one), float(other), delta=1e-3 * abs(float(other)) + 1e-6)

    def test_nothing_synthesised(self):
        self.write("t.yaml", "name: t\ngrids:\n  - functions: gelu\n    entries: 8\n")
        self.lutdse("run", "t.yaml", "-o", "t.h5")
        self.fails(3, "calibrate", "t.h5", says=("t.h5", "no unit was synthesised", "lutdse synth"))

    @unittest.skipUnless(CAN_SYNTHESISE, "yosys, sta or the cell library is missing")
    def test_too_few(self):
        self.write("t.yaml", "name: t\ngrids:\n  - functions: gelu\n    entries: 2\n    scale_sets: [[2^-4]]\n")
        self.lutdse("run", "t.yaml", "-o", "t.h5")
        self.lutdse("synth", "t.h5", "--all", "--blocks")
        self.fails(3, "calibrate", "t.h5", says=("t.h5: 1 synthesised", "at least 20"))

    def test_other_library(self):
        shutil.copy(MEASURED, self.path("m.h5"))
        self.fails(3, "calibrate", "m.h5", "--library=tin.lib", says=("m.h5", "tin.lib"))


if __name__ == "__main__":
    harness.main()
