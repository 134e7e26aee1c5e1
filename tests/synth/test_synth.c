/* The whole flow, with the library of Debian's qflow-tech-osu018, and everything that can go wrong in it. */
#include <dirent.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "synth/liberty_pick.h"
#include "synth/small_library.h"
#include "synth/synth.h"

static const char library_path[] = "/usr/share/qflow/tech/osu018/osu018_stdcells.lib";

static const char counter[] = "module counter (input clk, input step, output reg [3:0] q);\n"
                              "  always @(posedge clk) if (step) q <= q + 1;\n"
                              "endmodule\n";

static const char gated[] = "module gated (input clk, input load, input [7:0] d, output reg [7:0] q);\n"
                            "  reg open;\n"
                            "  always @(clk or load) if (!clk) open = load;\n"
                            "  wire gate = clk & open;\n"
                            "  always @(posedge gate) q <= d;\n"
                            "endmodule\n";

static char folder[64];

static int count_files(const char *path) {
  DIR *open = opendir(path);
  int count = 0;
  for (const struct dirent *entry = open != NULL ? readdir(open) : NULL; entry != NULL; entry = readdir(open))
    count += entry->d_name[0] != '.';
  if (open != NULL)
    (void)closedir(open);
  return open != NULL ? count : -1;
}

/* Temporary files go to a folder of the test's own, which shows whether they are removed. */
static int set_up(void **unused) {
  (void)unused;
  (void)snprintf(folder, sizeof folder, "/tmp/lutdse-test-XXXXXX");
  return mkdtemp(folder) == NULL || setenv("TMPDIR", folder, 1) != 0;
}

static int tear_down(void **unused) {
  (void)unused;
  return rmdir(folder);
}

static void need_tools(void) {
  if (access("/usr/bin/yosys", X_OK) != 0 || access("/usr/bin/sta", X_OK) != 0 || access(library_path, R_OK) != 0)
    skip();
}

static void read_library(struct liberty *liberty) {
  struct error err;
  if (!liberty_read(liberty, library_path, &err))
    fail_msg("%s", err.text);
}

static void run(const struct synth_job *job, struct synthesis *synthesis) {
  struct error err;
  if (!synth_run(job, synthesis, &err))
    fail_msg("%s", err.text);
  assert_int_equal(count_files(folder), 0);
}

static void test_library(void **unused) {
  (void)unused;
  struct liberty liberty;
  if (access(library_path, R_OK) != 0)
    skip();
  read_library(&liberty);
  assert_int_equal(liberty.cell_count, 32);
  assert_string_equal(liberty_pick_nand2(&liberty)->name, "NAND2X1");
  assert_string_equal(liberty_pick_inverter(&liberty)->name, "INVX1");
  assert_true(liberty_typical_slew(&liberty) > 0.05 && liberty_typical_slew(&liberty) < 0.3);
  liberty_release(&liberty);
}

static void test_counter(void **unused) {
  (void)unused;
  need_tools();
  static const struct stimulus_port ports[] = {{"step", 1}};
  static const uint8_t off[64] = {0};
  uint8_t on[64];
  memset(on, 1, sizeof on);
  struct stimulus stimulus = {.ports = ports, .port_count = 1, .bits = on, .cycles = 64, .warmup = 16};
  struct liberty liberty;
  struct synthesis running, resting;
  read_library(&liberty);
  struct synth_job job = {.verilog = counter,
                          .top = "counter",
                          .clock = "clk",
                          .liberty = &liberty,
                          .stimuli = &stimulus,
                          .stimulus_count = 1};
  run(&job, &running);
  assert_int_equal(running.flip_flops, 4);
  assert_int_equal(running.latches, 0);
  assert_true(running.cells > 8 && running.area_um2 > running.sequential_um2);
  assert_true(fabs(running.sequential_um2 - 4 * 96) < 1e-9);
  assert_true(fabs(running.area_ge * 24 - running.area_um2) < 1e-9);
  assert_true(running.delay_ns > 0.4 && running.delay_ns < 3);
  assert_true(running.wired_delay_ns == running.delay_ns); /* this library supposes no wires */
  assert_true(running.energy.clock > 0 && running.energy.internal > 0 && running.energy.switching > 0);
  assert_int_equal(strncmp(running.yosys_version, "Yosys ", 6), 0);
  assert_true(strlen(running.sta_version) > 2);
  stimulus.bits = off;
  run(&job, &resting);
  assert_true(resting.energy.clock == running.energy.clock);
  assert_true(resting.energy.internal == 0 && resting.energy.switching == 0);
  assert_true(resting.area_um2 == running.area_um2 && resting.delay_ns == running.delay_ns);
  liberty_release(&liberty);
}

/* The library's latch has no area, so that it is built of gates. Only loads clock the register. */
static void test_gated_clock(void **unused) {
  (void)unused;
  need_tools();
  static const struct stimulus_port ports[] = {{"load", 1}, {"d", 8}};
  static uint8_t bits[32 * 9];
  for (size_t i = 0; i < sizeof bits; i++)
    bits[i] = i % 9 == 0 || i / 9 % 2 == 1;
  const struct stimulus stimulus = {.ports = ports, .port_count = 2, .bits = bits, .cycles = 32};
  struct liberty liberty;
  struct synthesis loading, holding;
  read_library(&liberty);
  const struct synth_job job = {
      .verilog = gated, .top = "gated", .clock = "clk", .liberty = &liberty, .stimuli = &stimulus, .stimulus_count = 1};
  run(&job, &loading);
  assert_int_equal(loading.flip_flops, 8);
  assert_int_equal(loading.latches, 0);
  assert_true(loading.cells >= 8 + 5 + 1);
  for (size_t i = 0; i < sizeof bits; i += 9)
    bits[i] = 0;
  run(&job, &holding);
  assert_true(holding.energy.clock < 0.5 * loading.energy.clock);
  liberty_release(&liberty);
}

static void test_combinational(void **unused) {
  (void)unused;
  need_tools();
  struct liberty liberty;
  struct synthesis synthesis;
  read_library(&liberty);
  struct synth_job job = {.verilog = "module adder (input [7:0] a, b, output [7:0] y);\n"
                                     "  assign y = a + b;\nendmodule\n",
                          .top = "adder",
                          .liberty = &liberty};
  run(&job, &synthesis);
  assert_int_equal(synthesis.flip_flops, 0);
  assert_true(synthesis.delay_ns > 0.5 && synthesis.delay_ns < 5);
  assert_true(isnan(synthesis.energy.total));
  job.verilog = "module adder (input a, output y);\n  assign y = 1;\nendmodule\n";
  run(&job, &synthesis);
  assert_int_equal(synthesis.cells, 0);
  assert_true(synthesis.area_um2 == 0 && synthesis.delay_ns == 0);
  liberty_release(&liberty);
}

/* Outputs that share nets here and there, so that plain Verilog would assign to a concatenation. */
static void test_shared_outputs(void **unused) {
  (void)unused;
  need_tools();
  struct liberty liberty;
  struct synthesis whole, area;
  read_library(&liberty);
  struct synth_job job = {.verilog = "module shared (input [2:0] a, output [5:0] y);\n"
                                     "  assign y[0] = a[0] & a[1], y[1] = a[2], y[2] = a[1] ^ a[2];\n"
                                     "  assign y[3] = a[2], y[4] = a[0] | a[2], y[5] = a[2];\nendmodule\n",
                          .top = "shared",
                          .liberty = &liberty};
  run(&job, &whole);
  assert_true(whole.delay_ns > 0.05);
  job.area_only = true;
  job.sta = "/nonexistent/sta";
  run(&job, &area);
  assert_true(area.area_ge == whole.area_ge && area.cells == whole.cells);
  assert_true(area.delay_ns == 0 && isnan(area.energy.total));
  liberty_release(&liberty);
}

static void refuse(const struct synth_job *job, enum error_kind kind, const char *message) {
  struct synthesis synthesis;
  struct error err = {.kind = ERROR_NONE};
  assert_false(synth_run(job, &synthesis, &err));
  if (err.kind != kind || strstr(err.text, message) == NULL)
    fail_msg("%d, '%s': not %d, '%s'", (int)err.kind, err.text, (int)kind, message);
  assert_int_equal(count_files(folder), 0);
}

static void test_bad_verilog(void **unused) {
  (void)unused;
  need_tools();
  struct liberty liberty;
  read_library(&liberty);
  struct synth_job job = {.verilog = "module unit (input a);\n  nonsense nonsense nonsense\nendmodule\n",
                          .top = "unit",
                          .liberty = &liberty};
  refuse(&job, ERROR_INPUT, "unit.sv:2: ERROR: syntax error");
  job.verilog = "module other (input a);\nendmodule\n";
  refuse(&job, ERROR_INPUT, "ERROR: Module `unit' not found");
  job.top = "a; shell";
  refuse(&job, ERROR_INPUT, "no name of a module");
  job.top = "unit";
  job.clock = "[exec]";
  refuse(&job, ERROR_INPUT, "no name of a clock port");
  liberty_release(&liberty);
}

/* A program of the test's own, in place of Yosys. */
static void write_program(char *path, size_t size, const char *text) {
  (void)snprintf(path, size, "%s.sh", folder);
  FILE *out = fopen(path, "w");
  assert_non_null(out);
  (void)fputs(text, out);
  assert_int_equal(fclose(out), 0);
  assert_int_equal(chmod(path, 0700), 0);
}

static bool never_mind(void) { return true; }

static void test_bad_programs(void **unused) {
  (void)unused;
  struct liberty liberty;
  struct error err;
  char path[80], library[80];
  write_program(library, sizeof library, small_library);
  assert_true(liberty_read(&liberty, library, &err));
  struct synth_job job = {.verilog = counter, .top = "counter", .clock = "clk", .liberty = &liberty};
  job.yosys = "/nonexistent/yosys";
  refuse(&job, ERROR_IO, "/nonexistent/yosys: not found; install it (on Debian: apt-get install yosys)");
  write_program(path, sizeof path, "#!/bin/sh\nexec sleep 60\n");
  job.yosys = path;
  job.seconds = 0.05;
  refuse(&job, ERROR_IO, "had not ended after");
  job.seconds = 60;
  job.stop = never_mind;
  refuse(&job, ERROR_INTERRUPTED, "stopped");
  job.stop = NULL;
  write_program(path, sizeof path, "#!/bin/sh\nmkdir -p a/b; touch a/b/c\nkill -TERM $$\n");
  refuse(&job, ERROR_INTERRUPTED, "stopped by signal 15");
  write_program(path, sizeof path, "#!/bin/sh\nexit 3\n");
  refuse(&job, ERROR_IO, "failed with status 3: it printed no reason");
  write_program(path, sizeof path, "#!/bin/sh\n");
  refuse(&job, ERROR_IO, "netlist.json");
  write_program(path, sizeof path, "#!/bin/sh\necho '{' >netlist.json\n");
  refuse(&job, ERROR_INPUT, "the netlist that Yosys wrote:");
  assert_int_equal(unlink(path), 0);
  refuse(&job, ERROR_IO, "cannot open: No such file");
  liberty_release(&liberty);
}

static void test_empty_path(void **unused) {
  (void)unused;
  struct liberty liberty;
  char path[80], before[4096];
  struct error err;
  (void)snprintf(before, sizeof before, "%s", getenv("PATH"));
  write_program(path, sizeof path, small_library);
  assert_true(liberty_read(&liberty, path, &err));
  const struct synth_job job = {.verilog = counter, .top = "counter", .clock = "clk", .liberty = &liberty};
  assert_int_equal(setenv("PATH", "", 1), 0);
  refuse(&job, ERROR_IO, "yosys: not found; install it");
  assert_int_equal(setenv("PATH", before, 1), 0);
  assert_int_equal(unlink(path), 0);
  liberty_release(&liberty);
}

static void test_missing_sta(void **unused) {
  (void)unused;
  need_tools();
  struct liberty liberty;
  read_library(&liberty);
  struct synth_job job = {.verilog = counter, .top = "counter", .clock = "clk", .liberty = &liberty};
  job.sta = "/nonexistent/sta";
  refuse(&job, ERROR_IO, "/nonexistent/sta: not found; install it (on Debian: apt-get install opensta)");
  job.sta = "/bin/true";
  refuse(&job, ERROR_IO, "OpenSTA failed: it printed no reason");
  liberty_release(&liberty);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_library),       cmocka_unit_test(test_counter),     cmocka_unit_test(test_gated_clock),
      cmocka_unit_test(test_combinational), cmocka_unit_test(test_bad_verilog), cmocka_unit_test(test_bad_programs),
      cmocka_unit_test(test_empty_path),    cmocka_unit_test(test_missing_sta), cmocka_unit_test(test_shared_outputs),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
