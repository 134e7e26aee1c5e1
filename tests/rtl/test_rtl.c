/* Units as SystemVerilog, simulated on every code at every scale, and read by other tools. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hardware/parameter_words.h"
#include "rtl/tools.h"

enum { UNITS = 40 * TEST_EFFORT, EVERY = 8, SKIPPED = 77, SAID = 4096 };

/* Run a command on the unit in the folder; its output must hold `wanted`, or be empty if that is NULL. */
static void expect(const struct workshop *workshop, const struct random_unit *unit, const char *command,
                   const char *wanted) {
  char said[SAID], text[512];
  const int status = workshop_run(workshop, command, said, sizeof said);
  if (status != 0 || (wanted == NULL ? said[0] != '\0' : strstr(said, wanted) == NULL))
    fail_msg("%s\n%s\nstatus %d: %s", random_unit_text(unit, text, sizeof text), command, status, said);
}

static void expect_pass(const struct workshop *workshop, const struct random_unit *unit, const char *command) {
  char wanted[64];
  const int codes = unit->unit.scale_count << unit->unit.x_bits;
  (void)snprintf(wanted, sizeof wanted, "PASS dut: %d of %d codes", codes, codes);
  expect(workshop, unit, command, wanted);
}

static void simulate(const struct workshop *workshop, const struct random_unit *unit) {
  expect_pass(workshop, unit, "iverilog -g2012 -Wall -Wno-timescale -o dut.vvp dut_tb.sv dut.sv && vvp -n dut.vvp");
}

static void lint(const struct workshop *workshop, const struct random_unit *unit) {
  expect(workshop, unit, "verilator --lint-only -Wall dut.sv", NULL);
}

/* Nothing undriven, no loop, and the latches of the clock gates, open while the clock is low: one a word. */
static void read_by_yosys(const struct workshop *workshop, const struct random_unit *unit) {
  const bool gated = unit->unit.storage == STORAGE_GATED;
  char command[512];
  (void)snprintf(command, sizeof command,
                 "yosys -q -p 'read_verilog -sv dut.sv; hierarchy -check -top dut; proc; check -assert; flatten; opt; "
                 "check -assert; select -assert-count %d t:$dlatch r:EN_POLARITY=0 %%i'",
                 gated ? parameter_words(&unit->unit).count : 0);
  expect(workshop, unit, command, NULL);
}

static void draw(const struct workshop *workshop, struct random_unit *unit, const struct unit_choice *choice,
                 uint64_t seed) {
  struct random_stream stream = {seed};
  random_unit_draw(unit, choice, &stream);
  workshop_write_unit(workshop, unit);
}

static void test_random(void **state) {
  const struct workshop *workshop = *state;
  for (int i = 0; i < UNITS; i++) {
    struct random_stream stream = {(uint64_t)i};
    const struct unit_choice choice = random_choice(&stream);
    struct random_unit unit;
    draw(workshop, &unit, &choice, stream.state);
    simulate(workshop, &unit);
    lint(workshop, &unit);
    if (i % EVERY == 0)
      read_by_yosys(workshop, &unit);
  }
}

/* The largest and the smallest. 16-bit codes have their outputs in a file beside the test bench. */
static void test_extremes(void **state) {
  const struct workshop *workshop = *state;
  static const struct unit_choice choice[] = {
      {.storage = STORAGE_GATED, .selector = SELECT_BINARY, .entries = 64, .x_bits = 8, .scales = 2},
      {.storage = STORAGE_ROM, .selector = SELECT_ONE_HOT, .entries = 64, .x_bits = 8, .scales = 3, .output = true},
      {.storage = STORAGE_ENABLE, .selector = SELECT_TREE, .entries = 63, .x_bits = 7, .scales = 1, .clamp = true},
      {.storage = STORAGE_ENABLE, .selector = SELECT_UNIFORM, .entries = 64, .x_bits = 8, .scales = 2},
      {.storage = STORAGE_GATED, .selector = SELECT_UNIFORM, .entries = 5, .x_bits = 16, .scales = 1, .pipeline = 3},
      {.storage = STORAGE_ENABLE, .selector = SELECT_POWER2, .entries = 20, .x_bits = 9, .scales = 4},
      {.storage = STORAGE_ENABLE, .selector = SELECT_BINARY, .entries = 2, .x_bits = 4, .scales = 1},
      {.storage = STORAGE_GATED, .selector = SELECT_ONE_HOT, .entries = 4, .x_bits = 4, .scales = 7, .mirrored = true},
      {.storage = STORAGE_ENABLE,
       .selector = SELECT_ONE_HOT,
       .entries = 8,
       .x_bits = 8,
       .scales = 7,
       .slope_dynamic = true,
       .intercept_dynamic = true,
       .pipeline = 2},
      {.storage = STORAGE_ROM,
       .selector = SELECT_TREE,
       .entries = 8,
       .x_bits = 8,
       .scales = 4,
       .slope_dynamic = true,
       .intercept_dynamic = true,
       .output = true},
      {.storage = STORAGE_ENABLE, .selector = SELECT_ONE_HOT, .entries = 4, .x_bits = 8, .scales = 3, .ranges = 4},
      {.storage = STORAGE_ROM,
       .selector = SELECT_TREE,
       .entries = 4,
       .x_bits = 9,
       .scales = 3,
       .ranges = RANGES_MAX,
       .added = true,
       .clamp = true,
       .pipeline = 3},
      {.storage = STORAGE_GATED,
       .selector = SELECT_BINARY,
       .entries = 6,
       .x_bits = 8,
       .scales = 3,
       .ranges = 4,
       .added = true,
       .output = true,
       .slope_dynamic = true},
  };
  for (size_t i = 0; i < sizeof choice / sizeof choice[0]; i++) {
    struct random_unit unit;
    draw(workshop, &unit, &choice[i], i);
    simulate(workshop, &unit);
    lint(workshop, &unit);
    read_by_yosys(workshop, &unit);
  }
}

/* Segments finer than the codes of coarse scales: thresholds are rounded, ties to even. */
static void test_rounded_segments(void **state) {
  for (uint64_t seed = 0; seed < 8; seed++) {
    const struct unit_choice choice = {.storage = seed % 2 == 0 ? STORAGE_ROM : STORAGE_ENABLE,
                                       .selector = SELECT_UNIFORM,
                                       .mirrored = seed % 3 == 0,
                                       .entries = 16,
                                       .x_bits = 8,
                                       .scales = 6};
    struct random_unit unit;
    draw(*state, &unit, &choice, seed);
    simulate(*state, &unit);
  }
}

/* A second simulator, whose compilation takes its time. */
static void test_verilator(void **state) {
  static const struct unit_choice choice[] = {
      {.storage = STORAGE_GATED, .selector = SELECT_ONE_HOT, .entries = 8, .x_bits = 8, .scales = 4, .output = true},
      {.storage = STORAGE_ROM, .selector = SELECT_TREE, .entries = 8, .x_bits = 8, .scales = 4, .pipeline = 3},
  };
  for (size_t i = 0; i < sizeof choice / sizeof choice[0]; i++) {
    struct random_unit unit;
    draw(*state, &unit, &choice[i], i);
    expect_pass(
        *state, &unit,
        "rm -rf obj_dir; CCACHE_DISABLE=1 verilator --binary --timing -CFLAGS -O0 dut_tb.sv dut.sv >log 2>&1 || "
        "cat log; ./obj_dir/Vdut_tb");
  }
}

/* What a test bench says of a unit that is wrong. */
static void test_failing(void **state) {
  const struct unit_choice choice = {
      .storage = STORAGE_ROM, .selector = SELECT_TREE, .entries = 4, .x_bits = 6, .scales = 2};
  struct random_unit unit;
  char said[SAID];
  draw(*state, &unit, &choice, 1);
  assert_int_not_equal(workshop_run(*state,
                                    "sed -i 's/y <= acc/y <= acc ^ 1/' dut.sv && iverilog -g2012 -o dut.vvp "
                                    "dut_tb.sv dut.sv && vvp -n dut.vvp",
                                    said, sizeof said),
                       0);
  assert_non_null(strstr(said, "dut: x = -32 at scale 0: y = "));
  assert_non_null(strstr(said, "FAIL dut: 128 of 128 codes differ"));
  assert_null(strstr(said, "PASS"));
}

/* The header says what the unit is for. */
static void test_header(void **state) {
  (void)state;
  const struct unit_choice choice = {
      .storage = STORAGE_GATED, .selector = SELECT_TREE, .entries = 8, .x_bits = 8, .scales = 2, .pipeline = 1};
  struct random_stream stream = {1};
  struct random_unit unit;
  random_unit_draw(&unit, &choice, &stream);
  struct score score;
  evaluate(&unit.spec, &unit.design, &score);
  const struct cost cost = {.area_ge = 1234, .area_um2 = 961, .energy_pj = 0.8, .delay_ns = 2};
  const struct rtl_header header = {"mine", &unit.spec, &score, &cost, "paper28"};
  struct error err;
  char *text;
  assert_true(rtl_unit(&unit.unit, &unit.content, &header, &text, &err));
  const char *const wanted[] = {unit.spec.function->formula,
                                "piecewise linear, 8 entries",
                                "// select     tree",
                                "// storage    gated",
                                "3 clock edges after its x (1 stage in between)",
                                "1234 GE, 961 um^2, 0.8 pJ, 2 ns (model, paper28)",
                                "//   0 ... 6     thresholds",
                                "module mine (",
                                "module mine_gate ("};
  for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
    if (strstr(text, wanted[i]) == NULL)
      fail_msg("no \"%s\" in %.1500s", wanted[i], text);
  free(text);
}

static void test_refused(void **state) {
  (void)state;
  const struct unit_choice choice = {
      .storage = STORAGE_ROM, .selector = SELECT_TREE, .entries = 4, .x_bits = 6, .scales = 2};
  struct random_stream stream = {1};
  struct random_unit unit;
  random_unit_draw(&unit, &choice, &stream);
  struct error err;
  char *text, *hex;
  const char *const names[] = {"", "1st", "a-b", "_a",
                               "a234567890123456789012345678901234567890123456789012345678901234"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    const struct rtl_header header = {.name = names[i], .spec = &unit.spec};
    assert_false(rtl_unit(&unit.unit, &unit.content, &header, &text, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_false(rtl_testbench(&unit.unit, &unit.content, &unit.design, &header, &text, &hex, &err));
    assert_null(text);
  }
  const struct rtl_header good = {.name = "dut", .spec = &unit.spec};
  assert_false(rtl_unit(&unit.unit, NULL, &good, &text, &err));
  assert_non_null(strstr(err.text, "storage"));
  unit.unit.slope_digits = 1;
  unit.content.slope[0] = unit.content.slope[1] = 4;
  unit.content.slope[2] = 3;
  assert_false(rtl_unit(&unit.unit, &unit.content, &good, &text, &err));
  assert_non_null(strstr(err.text, "3 has 2 signed digits, the unit 1"));
  unit.unit.slope_digits = 0;
  unit.unit.slope_bits = 8;
  unit.unit.slope_significant = 4;
  unit.content.slope[2] = 17;
  assert_false(rtl_unit(&unit.unit, &unit.content, &good, &text, &err));
  assert_non_null(strstr(err.text, "slopes[2]: 17 has more than 4 significant bits"));
}

int main(void) {
  if (!tools_present())
    return SKIPPED;
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_refused),  cmocka_unit_test(test_header),           cmocka_unit_test(test_failing),
      cmocka_unit_test(test_extremes), cmocka_unit_test(test_rounded_segments), cmocka_unit_test(test_verilator),
      cmocka_unit_test(test_random),
  };
  return cmocka_run_group_tests(tests, workshop_open, workshop_close);
}
