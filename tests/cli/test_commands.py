"""Every subcommand as scripts use it: exit statuses, messages, clean output, JSON."""

import os
import re
import subprocess
import unittest

import harness
from harness import SMALL, Case

COMMANDS = ("run", "status", "check-sweep", "certify", "merge", "verify", "fronts", "plot", "report", "pick", "export", "cost", "synth", "calibrate", "eval", "operator", "functions", "devices", "bench")


class Help(Case):
    def test_overview(self):
        result = self.lutdse("--help")
        self.assertEqual(result.err, "")
        listed = re.findall(r"^  ([a-z-]+) +\S", result.out, re.MULTILINE)
        self.assertEqual(sorted(listed), sorted(COMMANDS))
        self.assertEqual(self.lutdse("help").out, result.out)
        self.assertEqual(self.lutdse("-h").out, result.out)

    def test_no_command(self):
        result = self.fails_with_usage()
        self.assertIn("Usage: lutdse", result.err)

    def fails_with_usage(self, *arguments):
        result = self.lutdse(*arguments, status=2)
        self.assertEqual(result.out, "")
        return result

    def test_version(self):
        self.assertRegex(self.lutdse("--version").out, r"\Alutdse \d+\.\d+\.\d+ \(\S+\)\n\Z")

    def test_help_of_each_command(self):
        for command in COMMANDS:
            with self.subTest(command):
                result = self.lutdse(command, "--help")
                self.assertTrue(result.out.startswith(f"Usage: lutdse {command}"), result.out)
                self.assertEqual(result.err, "")
                self.assertEqual(self.lutdse("help", command).out, result.out)

    def test_unknown_option(self):
        for command in COMMANDS:
            with self.subTest(command):
                result = self.fails_with_usage(command, "--no-such-option")
                self.assertIn(f"lutdse {command}: unrecognized option", result.err)
                self.assertIn(f"lutdse {command} --help", result.err)

    def test_too_many_files(self):
        for command in ("run", "check-sweep", "certify", "verify", "fronts", "plot", "report", "pick", "export", "cost", "synth", "calibrate", "eval"):
            with self.subTest(command):
                self.assertIn("'two'", self.fails_with_usage(command, "one", "two").err)
        for command in ("operator", "functions", "devices", "bench"):
            with self.subTest(command):
                self.fails_with_usage(command, "one")

    def test_missing_file_name(self):
        for command in ("run", "status", "check-sweep", "certify", "merge", "verify", "fronts", "plot", "report", "pick", "export", "cost", "synth", "calibrate", "eval", "operator"):
            with self.subTest(command):
                self.assertIn("which", self.fails_with_usage(command).err)

    def test_unknown_command(self):
        self.assertIn("did you mean 'fronts'?", self.fails(2, "front").err)
        self.assertIn("'lutdse --help'", self.fails(2, "xyzzy").err)
        self.assertIn("'lutdse --help'", self.fails(2, "help", "xyzzy").err)

    def test_values_out_of_range(self):
        for arguments in (
            ("run", "--threads=0", "x"),
            ("run", "-t", "two", "x"),
            ("run", "--time-limit=8", "x"),
            ("certify", "--time-limit=soon", "x"),
            ("status", "--watch=0", "x"),
            ("check-sweep", "--points=-1", "x"),
            ("check-sweep", "--rate=nan", "x"),
            ("fronts", "--error=rms", "x"),
            ("fronts", "--cost=price", "x"),
            ("fronts", "--storage=ram", "x"),
            ("plot", "--select=hot", "x"),
            ("pick", "--digits=0", "--knee", "x"),
            ("pick", "--digits=9", "--knee", "x"),
            ("fronts", "--symmetry=third", "x"),
            ("fronts", "--pipeline=4", "x"),
            ("fronts", "--csv", "--json", "x"),
            ("fronts", "--reference=1", "x"),
            ("plot", "--format=gif", "x"),
            ("plot", "--kind=bars", "x"),
            ("pick", "--max-mse=-1", "x"),
            ("pick", "x"),
            ("export", "x"),
            ("export", "--c=a", "--csv=a", "x"),
            ("export", "--c=-", "--csv=-", "x"),
            ("export", "--c=a", "--design=-1", "x"),
            ("cost", "--plain=7"),
            ("cost", "--plain=33"),
            ("cost", "--float=fp8"),
            ("cost", "--plain=8", "--float=fp32"),
            ("cost", "--published", "--entries=8"),
            ("cost", "--published", "--technology=gate"),
            ("cost", "--published", "x"),
            ("cost", "--plain=8", "x"),
            ("cost", "--plain=8", "--knee"),
            ("cost", "--plain=8", "--digits=2"),
            ("cost", "--plain=8", "--select=uniform"),
            ("cost", "--plain=8", "--technology=tin"),
            ("cost", "--float=fp16", "--storage=gated"),
            ("cost", "--float=fp16", "--pipeline=1"),
            ("synth", "--all", "--front", "x"),
            ("synth", "--all", "--jobs=0", "x"),
            ("synth", "--design=-1", "x"),
            ("calibrate", "--flip-flop=0", "x"),
            ("eval", "--slope=8", "x"),
            ("eval", "--tails=long", "x"),
            ("operator", "softmax", "layernorm"),
            ("operator", "softmax", "--rsqrt=x"),
            ("operator", "layernorm", "--exp=x"),
            ("operator", "softmax", "--epsilon=0"),
            ("operator", "layernorm", "--exp-bits=8"),
            ("operator", "softmax", "--exp-bits=17"),
            ("operator", "softmax", "--out-frac=6"),
            ("operator", "softmax", "--length=16,0"),
            ("operator", "softmax", "--length=16,"),
            ("operator", "softmax", "--distribution=normal,cauchy"),
            ("operator", "softmax", "--scale=0"),
            ("operator", "softmax", "--vectors=0"),
            ("bench", "--repeats=0"),
        ):
            with self.subTest(arguments):
                self.fails_with_usage(*arguments)


class Files(Case):
    def test_missing(self):
        for arguments in (
            ("run", "none.yaml"),
            ("check-sweep", "none.yaml"),
            ("status", "none.h5"),
            ("fronts", "none.h5"),
            ("certify", "none.h5"),
            ("plot", "none.h5"),
            ("report", "none.h5"),
            ("report", "none.yaml"),
            ("pick", "--knee", "none.h5"),
            ("export", "--c=-", "none.json"),
            ("cost", "none.json"),
            ("synth", "--all", "none.h5"),
            ("calibrate", "none.h5"),
            ("eval", "none.json"),
            ("operator", "softmax", "--exp", "none.json"),
            ("operator", "layernorm", "--rsqrt", "none.h5"),
        ):
            with self.subTest(arguments):
                self.fails(4, *arguments, says=(arguments[-1], "No such file"))

    def test_of_another_kind(self):
        self.write("some.txt", "hello\n")
        for arguments in (("fronts",), ("plot",), ("report",), ("pick", "--knee"), ("export", "--c=-"), ("cost",), ("eval",), ("run",), ("check-sweep",)):
            with self.subTest(arguments):
                self.fails(3, *arguments, "some.txt", says=("some.txt",))

    def test_too_large(self):
        for arguments, size in ((("eval",), 64), (("run",), 16), (("check-sweep",), 16)):
            with open(self.path("large"), "wb") as file:
                file.truncate((size << 20) + 1)
            with self.subTest(arguments):
                self.fails(3, *arguments, "large", says=("large", f"at most {size} MiB"))

    def test_folder(self):
        os.mkdir(self.path("some"))
        for arguments in (("fronts",), ("plot",), ("report",), ("pick", "--knee"), ("export", "--c=-"), ("cost",), ("eval",), ("run",), ("check-sweep",)):
            with self.subTest(arguments):
                self.fails(4, *arguments, "some", says=("some",))

    def test_malformed_sweep(self):
        self.write("bad.yaml", SMALL.replace("entries", "entires"))
        for command in ("run", "check-sweep"):
            with self.subTest(command):
                self.fails(3, command, "bad.yaml", says=("bad.yaml:5: grids.entires:", "did you mean 'entries'?"))
        self.write("bad.yaml", SMALL.replace("generations: 20", "generations: 0"))
        self.fails(3, "run", "bad.yaml", says=("bad.yaml:2: engine.generations: 0 is out of range",))
        self.write("bad.yaml", SMALL.replace("[gelu", "[gelo"))
        self.fails(3, "run", "bad.yaml", says=("bad.yaml:4: ", "gelo"))
        self.assertEqual(os.listdir(self.folder), ["bad.yaml"])

    @unittest.skipUnless(os.path.exists("/dev/full"), "there is no /dev/full")
    def test_output_that_cannot_be_written(self):
        self.run_small()
        for arguments in (
            ("--help",),
            ("--version",),
            ("functions",),
            ("functions", "--json"),
            ("devices",),
            ("check-sweep", "small.yaml"),
            ("run", "--dry-run", "small.yaml"),
            ("run", "small.yaml", "-o", "small.h5"),
            ("fronts", "small.h5"),
            ("fronts", "--csv", "small.h5"),
            ("fronts", "--json", "small.h5"),
            ("pick", "--knee", "-f", "gelu", "small.h5"),
            ("export", "--csv=-", "--design=0", "small.h5"),
            *((command, option) for command in COMMANDS for option in ("--help", "--usage")),
        ):
            with self.subTest(arguments), open("/dev/full", "w", encoding="utf-8") as full:
                result = self.lutdse(*arguments, status=4, stdout=full)
                self.assertIn("standard output: cannot write: No space left on device", result.err)


class Output(Case):
    def test_json_keys(self):
        """Programs read these: a key that goes or changes its name breaks them."""
        self.run_small()
        run = self.json("run", "small.yaml", "-o", "small.h5", "--json")
        self.assertEqual(
            set(run), {"output", "complete", "points", "found_before", "computed", "evaluations", "seconds", "devices",
             "devices_failed", "certified", "certify_seconds", "optima", "stopped_by"}
        )
        self.assertEqual((run["points"], run["found_before"], run["computed"], run["complete"]), (6, 6, 0, True))
        check = self.json("check-sweep", "small.yaml", "--json", "-n", "2")
        self.assertEqual(
            set(check),
            {"name", "points", "duplicates", "grids", "evaluations", "evaluations_per_second", "estimated_seconds"}
            | {"first_points", "certification"},
        )
        self.assertEqual((check["points"], len(check["first_points"])), (6, 2))
        # The first population, and the sweep's 20 generations, fewer than most points take; 16 N - 24 look-ups a child.
        each = [2 * 16 * (n + 20 * max(16 * n - 24, 8)) // n for n in (2, 4, 6)]
        self.assertEqual(check["evaluations"], 2 * sum(each))
        dry = self.json("run", "--dry-run", "--json", "small.yaml")
        self.assertEqual(dry["first_points"][:2], check["first_points"])
        for device in self.json("devices", "--json")["devices"]:
            self.assertLessEqual(
                {"id", "backend", "name", "platform", "driver", "units", "memory", "doubles", "accelerator", "twin", "usable"}, set(device)
            )
        for function in self.json("functions", "--json"):
            self.assertEqual(set(function), {"name", "formula", "domain", "left_tail", "right_tail"})
        self.assertEqual(set(run["optima"]), {"proven", "bounded", "reached", "worst_gap", "mean_gap"})
        self.assertEqual(check["certification"]["default"]["problems"], 2)
        certify = self.json("certify", "small.h5", "--json")
        self.assertEqual(
            set(certify), {"output", "complete", "points", "certified", "problems", "solved", "seconds", "optima"}
        )
        self.check_fronts()

    def check_fronts(self):
        fronts = self.json("fronts", "--json", "small.h5")
        self.assertEqual([view["function"] for view in fronts], ["gelu", "exp"])
        for view in fronts:
            self.assertEqual(
                set(view), {"function", "weight", "domain", "error", "cost", "designs", "hypervolume", "reference", "front"}
            )
            for member in view["front"]:
                self.assertEqual(
                    set(member),
                    {"area_um2", "power_mw", "delay_ns", "mse", "mae", "max_abs", "entries", "in_bits", "slope"}
                    | {"intercept", "scales", "tails", "ranges", "output_bits", "output_scale", "storage", "select"}
                    | {"digits", "symmetry", "pipeline", "technology", "engine"}
                    | {"grid", "point", "rank", "optimum"},
                )

    def test_bench(self):
        bench = self.json("bench", "--json", "-d", "cpu", "-r", "1", "-p", "1")
        self.assertEqual(set(bench), {"date", "version", "commit", "points", "repeats", "devices"})
        (cpu,) = bench["devices"]
        self.assertEqual(set(cpu), {"device", "name", "platform", "driver", "workers", "results"})
        self.assertEqual([row["entries"] for row in cpu["results"]], [8, 16, 32, 64])
        for row in cpu["results"]:
            for key in ("scoring_per_s", "reads_per_s", "evaluations_per_s", "points_per_s"):
                self.assertGreater(row[key], 0)
            self.assertAlmostEqual(row["scoring_share"], row["evaluations_per_s"] / row["scoring_per_s"])
            self.assertAlmostEqual(row["reads_share"], row["evaluations_per_s"] * row["entries"] / row["reads_per_s"])

    def test_stdout_is_for_results_only(self):
        result = self.run_small()
        self.assertRegex(result.out, r"\Asmall\.h5: 6 points, 6 of them computed in .*\noptima proven for 6 of 6 points; .*\n\Z")
        self.assertRegex(result.err, r"6/6 points, .* evaluations/s, took ")
        self.assertNotIn("\r", result.err)  # plain lines where there is no terminal
        self.assertEqual(self.run_small("quiet.h5", "--quiet").err, "")
        self.assertEqual(self.lutdse("check-sweep", "small.yaml").err, "")
        self.assertEqual(self.lutdse("fronts", "small.h5").err, "")
        self.assertEqual(self.lutdse("functions").err, "")

    def test_reader_that_leaves(self):
        """`lutdse fronts FILE | head -1` ends like every other program there: by SIGPIPE, without a word."""
        self.run_small()
        process = self.start("fronts", "small.h5", bufsize=0)
        process.stdout.close()
        process.stdout = subprocess.DEVNULL
        error = process.stderr.read()
        self.assertIn(process.wait(harness.LIMIT), (0, -13))
        process.stdout = None
        self.assertEqual(error, "")

    def test_dry_run_touches_nothing(self):
        self.write("small.yaml", SMALL)
        self.assertIn("sweep small: 6 points", self.lutdse("run", "--dry-run", "small.yaml").out)
        self.assertEqual(os.listdir(self.folder), ["small.yaml"])

    def test_functions(self):
        names = [function["name"] for function in self.json("functions", "--json")]
        text = self.lutdse("functions").out
        self.assertEqual([line.split()[0] for line in text.splitlines()], ["name", *names])
        self.assertLessEqual({"gelu", "hswish", "exp", "div", "rsqrt"}, set(names))

    def test_devices(self):
        identities = [device["id"] for device in self.json("devices", "--json")["devices"]]
        self.assertIn("cpu", identities)
        text = self.lutdse("devices").out
        for identity in identities:
            self.assertRegex(text, rf"(?m)^{re.escape(identity)} ")


if __name__ == "__main__":
    harness.main()
