"""The program with CUDA devices, on a driver that runs on the host: tests/gpu/fake_cuda.

Run as SCRIPT PROGRAM with the fake's libraries in FAKE_CUDA_LIBRARIES.
"""

import os
import unittest

import harness
from harness import SMALL, Case, needs_h5py, tables

LIBRARIES = os.environ["FAKE_CUDA_LIBRARIES"]
SELF_TEST_LAUNCHES = 5
LOST = "unspecified launch failure (error 719)"

# Every entry count is a batch of its own.
MANY = """name: many
engine: {name: islands, islands: 2, population: 16, generations: 40, epoch: 10}
grids:
  - functions: [gelu, hswish]
    entries: 2..21
"""
POINTS = 40


class CudaCase(Case):
    def setUp(self):
        super().setUp()
        self.settings = {}
        self.addCleanup(self.check_log)  # before the folder goes: cleanups run in reverse order
        self.write("small.yaml", SMALL)
        self.write("many.yaml", MANY)

    def start(self, *arguments, **options):
        environment = {
            **os.environ,
            "LD_LIBRARY_PATH": LIBRARIES,
            "XDG_CACHE_HOME": self.path("cache"),
            "FAKE_CUDA_LOG": self.path("log"),
            **{f"FAKE_CUDA_{name}": str(value) for name, value in self.settings.items()},
        }
        return super().start(*arguments, env=environment, **options)

    def events(self, start):
        try:
            with open(self.path("log"), encoding="utf-8") as file:
                return [line for line in file if line.startswith(start)]
        except FileNotFoundError:
            return []

    def check_log(self):
        self.assertEqual(self.events("violation") + self.events("leak"), [])


class Devices(CudaCase):
    def cuda(self):
        listed = self.json("devices", "--json")
        return [device for device in listed["devices"] if device["backend"] == "cuda"], listed["absent"].get("cuda")

    def test_list(self):
        for count in (1, 3):
            self.settings = {"DEVICES": count, "CAPABILITY": "8.6"}
            found, absent = self.cuda()
            self.assertEqual([device["id"] for device in found], [f"cuda:{i}" for i in range(count)])
            self.assertIsNone(absent)
            for device in found:
                self.assertEqual(device["name"], "Fake GPU")
                self.assertEqual(device["platform"], "CUDA, compute capability 8.6")
                self.assertTrue(device["usable"] and device["accelerator"])
            text = self.lutdse("devices").out
            self.assertEqual(text.count("Fake GPU"), count)
            self.assertIn("cuda:0 ", text)

    def test_none(self):
        for settings, says in (
            ({"DEVICES": 0}, "finds no device"),
            ({"INIT": 100}, "finds no device"),
            ({"INIT": 34}, "the toolkit's stub"),
            ({"INIT": 803}, "restart after an update"),
        ):
            with self.subTest(settings):
                self.settings = settings
                found, absent = self.cuda()
                self.assertEqual(found, [])
                self.assertIn(says, absent)
                self.assertIn(says, self.lutdse("devices").out)
                self.fails(5, "run", "small.yaml", "-o", "x.h5", "-d", "cuda:0", says=("no such device",))

    def test_too_old_for_the_compiler(self):
        self.settings = {"CAPABILITY": "6.1"}
        found, _ = self.cuda()
        self.assertFalse(found[0]["usable"])
        self.assertIn("compute capability 6.1", found[0]["why_not"])
        self.assertIn("not usable: this NVRTC", self.lutdse("devices").out)
        self.fails(5, "run", "small.yaml", "-o", "x.h5", "-d", "cuda:0", says=("cuda:0 (Fake GPU)", "6.1"))
        self.lutdse("run", "small.yaml", "-o", "small.h5", "-d", "auto")
        self.assertEqual(self.events("launch"), [])


class Runs(CudaCase):
    def run_on(self, devices, output="cuda.h5", sweep="many.yaml", status=0, options=()):
        return self.lutdse("run", sweep, "-o", output, "-d", devices, "-t", "1", *options, status=status)

    def check_same_as_cpu(self, output="cuda.h5", sweep="many.yaml"):
        self.run_on("cpu", "cpu.h5", sweep)
        self.assertEqual(tables(self.path(output)), tables(self.path("cpu.h5")))
        self.assertEqual(self.leftovers(), [])

    @needs_h5py
    def test_same_as_cpu(self):
        self.settings = {"DEVICES": 2}
        for devices in ("cuda:0", "cuda:1", "cuda:0,cuda:1", "all"):
            with self.subTest(devices):
                self.run_on(devices, sweep="small.yaml", options=("--fresh",))
                self.check_same_as_cpu(sweep="small.yaml")

    def test_auto_takes_the_accelerator(self):
        self.run_on("auto", sweep="small.yaml")
        self.assertGreater(len(self.events("launch islands_epoch")), SELF_TEST_LAUNCHES)

    def test_second_run_compiles_nothing(self):
        self.run_on("cuda:0", sweep="small.yaml")
        compiled = len(self.events("compile"))
        self.assertGreater(compiled, 2)
        self.run_on("cuda:0", sweep="small.yaml", options=("--fresh",))
        self.assertEqual(len(self.events("compile")), compiled)

    def check_retired(self, result, device="cuda:0"):
        lines = [line for line in result.err.splitlines() if "is not used any more" in line]
        self.assertEqual(len(lines), 1, result.err)
        self.assertIn(f"{device} is not used any more: CUDA: ", lines[0])
        self.assertIn(LOST, lines[0])

    @needs_h5py
    def test_device_fails_in_the_middle(self):
        """A launch of the first, or of a later batch, fails; or the device is gone from then on."""
        first, later = SELF_TEST_LAUNCHES + 2, SELF_TEST_LAUNCHES + 12
        for settings in (
            {"FAIL_LAUNCH": first},
            {"LOSE_LAUNCH": first},
            {"LOSE_LAUNCH": later},
            {"LOSE_LAUNCH": first, "LOSE_CURRENT": 1},
        ):
            with self.subTest(settings):
                self.settings = settings
                result = self.run_on("cuda:0,cpu", status=5, options=("--fresh",))
                self.check_retired(result)
                self.assertIn(f"{POINTS} points, {POINTS} of them computed", result.out)
                self.check_same_as_cpu()

    @needs_h5py
    def test_one_of_two_fails(self):
        self.settings = {"DEVICES": 2, "FAIL_DEVICE": 1, "LOSE_LAUNCH": SELF_TEST_LAUNCHES + 2}
        self.check_retired(self.run_on("cuda:0,cuda:1", status=5), "cuda:1")
        self.check_same_as_cpu()

    @needs_h5py
    def test_every_device_fails(self):
        """What was computed is kept, and a later run goes on there."""
        self.settings = {"DEVICES": 2, "LOSE_LAUNCH": SELF_TEST_LAUNCHES + 40}
        result = self.run_on("cuda:0,cuda:1", status=5, options=("-q",))
        self.assertEqual(result.out, "")
        self.assertEqual(result.err.count("is not used any more"), 2, result.err)
        self.assertIn("finished batches are kept", result.err.splitlines()[-1])
        self.assertFalse(os.path.exists(self.path("cuda.h5")))
        self.assertGreater(len(self.parts("cuda.h5")), 0)
        self.settings = {}
        result = self.run_on("cuda:0")
        before = POINTS - int(result.out.split(" points, ")[1].split(" of them computed")[0])
        self.assertGreater(before, 0)
        self.check_same_as_cpu()

    def test_self_test_fails(self):
        self.settings = {"FAIL_LAUNCH": 2}
        says = ("cuda:0 (Fake GPU): CUDA: cuLaunchKernel failed", LOST)
        self.fails(5, "run", "small.yaml", "-o", "x.h5", "-d", "cuda:0", says=says)

    def test_compile_error(self):
        self.settings = {"COMPILE_ERROR": "lutdse_kernels.cu(3): error: no such thing"}
        says = ("cuda:0 (Fake GPU)", "NVRTC_ERROR_COMPILATION", "lutdse_kernels.cu(3): error: no such thing")
        self.fails(5, "run", "small.yaml", "-o", "x.h5", "-d", "cuda:0", says=says)

    @needs_h5py
    def test_little_memory(self):
        """Batches that do not fit are split; results stay the same."""
        self.write("one.yaml", SMALL.replace("[2, 4, 6]", "4").replace("[gelu, exp]", "[gelu, exp, tanh, silu]"))
        self.settings = {"FREE": 6 << 20}
        self.run_on("cuda:0", sweep="one.yaml")
        self.check_same_as_cpu(sweep="one.yaml")
        self.settings = {"FREE": 256 << 10}
        self.run_on("cuda:0", sweep="one.yaml", status=5, options=("--fresh",))


if __name__ == "__main__":
    harness.main()
