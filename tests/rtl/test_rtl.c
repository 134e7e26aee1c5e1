/* Units as SystemVerilog, simulated on every code at every scale, and read by other tools. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rtl/tools.h"

enum { UNITS = 24 * TEST_EFFORT, CHECKED = 6, SKIPPED = 77, SAID = 4096 };

/* Run a command on the unit in the folder; its output must hold `wanted`, or be empty if that is NULL. */
static void expect(const struct workshop *workshop, const struct random_unit *unit, const char *command,
                   const char *wanted) {
  char said[SAID], text[512];
  const int status = workshop_run(workshop, command, said, sizeof said);
  if (status != 0 || (wanted == NULL ? said[0] != '\0' : strstr(said, wanted) == NULL)) {
    const char *const kept = getenv("LUTDSE_KEEP");
    if (kept != NULL) {
      char copy[512];
      snprintf(copy, sizeof copy, "rm -rf %s; cp -r %s %s", kept, workshop->folder, kept);
      (void)!system(copy);
    }
    fail_msg("%s\n%s\nstatus %d: %s", random_unit_text(unit, text, sizeof text), command, status, said);
  }
}

static void simulate(const struct workshop *workshop, const struct random_unit *unit) {
  expect(workshop, unit, "iverilog -g2012 -Wall -Wno-timescale -o dut.vvp dut_tb.sv dut.sv && vvp -n dut.vvp",
         "PASS dut: ");
}

static void lint(const struct workshop *workshop, const struct random_unit *unit) {
  expect(workshop, unit, "verilator --lint-only -Wall dut.sv", NULL);
}

static void read_by_yosys(const struct workshop *workshop, const struct random_unit *unit) {
  expect(workshop, unit,
         "yosys -q -p 'read_verilog -sv dut.sv; hierarchy -check -top dut; proc; check -assert; flatten; opt; "
         "check -assert'",
         NULL);
}

static void test_random(void **state) {
  const struct workshop *workshop = *state;
  for (int i = 0; i < UNITS; i++) {
    struct random_stream stream = {(uint64_t)i + (getenv("LUTDSE_SEED") ? (uint64_t)atoi(getenv("LUTDSE_SEED")) : 0)};
    const struct unit_choice choice = random_choice(&stream);
    struct random_unit unit;
    random_unit_draw(&unit, &choice, &stream);
    workshop_write_unit(workshop, &unit);
    simulate(workshop, &unit);
    lint(workshop, &unit);
    if (i % (UNITS / CHECKED) == 0)
      read_by_yosys(workshop, &unit);
  }
}

static int open_workshop(void **state) {
  static struct workshop workshop;
  workshop_open(&workshop);
  *state = &workshop;
  return 0;
}

static int close_workshop(void **state) {
  workshop_close(*state);
  return 0;
}

int main(void) {
  if (!tool_present("iverilog") || !tool_present("verilator") || !tool_present("yosys"))
    return SKIPPED;
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_random),
  };
  return cmocka_run_group_tests(tests, open_workshop, close_workshop);
}
