/* The Liberty reader: a small library, what is wrong with others, and every way to cut one off. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "synth/liberty_pick.h"
#include "synth/liberty_table.h"
#include "synth/small_library.h"

static struct liberty small;

static int set_up(void **unused) {
  (void)unused;
  struct error err;
  return liberty_parse(&small, small_library, sizeof small_library - 1, "small.lib", &err) ? 0 : 1;
}

static int tear_down(void **unused) {
  (void)unused;
  liberty_release(&small);
  return 0;
}

static void test_cells(void **unused) {
  (void)unused;
  assert_int_equal(small.cell_count, 9);
  assert_string_equal(small.name, "small");
  assert_true(small.voltage == 1);
  const struct liberty_cell *cell = liberty_find(&small, "DFF");
  assert_non_null(cell);
  assert_int_equal(cell->kind, LIBERTY_FLIP_FLOP);
  assert_true(cell->area == 8);
  assert_int_equal(cell->pin_count, 4);
  assert_true(cell->pins[0].capacitance_pf == 0.125);
  assert_int_equal(cell->next.steps[0], 1);
  assert_int_equal(cell->clock.steps[0], 0);
  assert_int_equal(cell->pins[3].function.steps[0], cell->pin_count);
  assert_int_equal(liberty_find(&small, "LATCH")->kind, LIBERTY_LATCH);
  assert_int_equal(liberty_find(&small, "TRI")->kind, LIBERTY_OTHER);
  assert_true(fabs(liberty_find(&small, "INV")->leakage_uw - 0.003) < 1e-12);
  assert_null(liberty_find(&small, "MISSING"));
}

static void test_picks(void **unused) {
  (void)unused;
  assert_string_equal(liberty_pick_inverter(&small)->name, "INV");
  assert_string_equal(liberty_pick_nand2(&small)->name, "NAND2");
  assert_string_equal(liberty_pick_flip_flop(&small)->name, "DFF");
  assert_null(liberty_pick_latch(&small)); /* the only one has no area */
  assert_true(liberty_typical_load(&small) == 1);
  assert_true(liberty_typical_slew(&small) == 0.75);
}

static void test_tables(void **unused) {
  (void)unused;
  const struct liberty_cell *cell = liberty_find(&small, "AND2");
  const struct liberty_table *table = &cell->pins[2].power->rise;
  assert_int_equal(table->loads, 3);
  assert_int_equal(table->slews, 2);
  assert_true(liberty_table_value(table, 0, 0) == 1);
  assert_true(liberty_table_value(table, 2, 0) == 3);
  assert_true(liberty_table_value(table, 0, 1) == 3);
  assert_true(liberty_table_value(table, 0.5, 0.25) == 2);
  assert_true(liberty_table_value(table, 99, 99) == 5);
  assert_true(liberty_table_value(table, -1, -1) == 1);
  assert_true(liberty_table_value(&cell->pins[0].rise_transition, 1, 1) == 0);
}

/* The small library with a piece replaced. */
static bool parse_changed(const char *from, const char *to, struct liberty *liberty, struct error *err) {
  char text[sizeof small_library + 256];
  const char *found = strstr(small_library, from);
  assert_non_null(found);
  (void)snprintf(text, sizeof text, "%.*s%s%s", (int)(found - small_library), small_library, to, found + strlen(from));
  return liberty_parse(liberty, text, strlen(text), "changed.lib", err);
}

static void test_units(void **unused) {
  (void)unused;
  struct liberty liberty;
  struct error err;
  if (!parse_changed("capacitive_load_unit (1, pf)", "capacitive_load_unit (10, ff)", &liberty, &err))
    fail_msg("%s", err.text);
  const struct liberty_cell *cell = liberty_find(&liberty, "AND2");
  assert_true(fabs(cell->pins[0].capacitance_pf - 0.005) < 1e-15);
  assert_true(fabs(liberty_table_value(&cell->pins[2].power->rise, 0, 0) - 0.01) < 1e-15);
  liberty_release(&liberty);
  if (!parse_changed("\"1ns\"", "\"1ps\"", &liberty, &err))
    fail_msg("%s", err.text);
  assert_true(fabs(liberty_typical_slew(&liberty) - 0.00075) < 1e-12);
  liberty_release(&liberty);
}

static void test_faults(void **unused) {
  (void)unused;
  static const struct {
    const char *from, *to, *message;
  } faults[] = {
      {"library (small)", "librarian (small)", "changed.lib:3: 'librarian'"},
      {"nom_voltage : 1.0", "nom_volts : 1.0", "nom_voltage above 0"},
      {"capacitive_load_unit (1, pf)", "capacitive_load_unit (1, oz)",
       "changed.lib:7: capacitive_load_unit: not a unit"},
      {"area : 2;", "area : two;", "area: 'two' is not a number"},
      {"area : 2;", "area : -2;", "cell NAND2: its area is negative"},
      {"\"(A B)'\"", "\"(A B\"", "cell NAND2: function: cannot read the function '(A B'"},
      {"(\"1, 2, 3\"", "(\"1, 2\"", "5 numbers where 2 x 3 should be"},
      {"(\"1, 2, 3\"", "(\"1, x, 3\"", "'x, 3' is not a number"},
      {"(\"0, 1, 2\")", "(\"0, 2, 1\")", "index_2: its numbers do not rise"},
      {"rise_power (slew_load)", "rise_power (nothing)", "no template 'nothing'"},
      {"cell (INV)", "cell INV", "'INV' where ':' or '(' should be"},
      {"cell (INV)", "cell ()", "cell: it has no name"},
      {"pin (A) {", "pin (A) {{", "'{' where an attribute"},
  };
  for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
    struct liberty liberty;
    struct error err;
    assert_false(parse_changed(faults[i].from, faults[i].to, &liberty, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_true(strncmp(err.text, "changed.lib:", 12) == 0 || strstr(err.text, ": changed.lib:") != NULL);
    if (strstr(err.text, faults[i].message) == NULL)
      fail_msg("'%s' does not say '%s'", err.text, faults[i].message);
  }
}

/* A piece of the file, in memory of its own so that a byte too far shows. */
static void test_truncated(void **unused) {
  (void)unused;
  const size_t whole = strlen(small_library) - 2; /* without the last brace */
  for (size_t size = 0; size <= whole; size += size < whole - 40 ? 7 : 1) {
    char *text = malloc(size > 0 ? size : 1);
    assert_non_null(text);
    memcpy(text, small_library, size);
    struct liberty liberty;
    struct error err = {.kind = ERROR_NONE};
    assert_false(liberty_parse(&liberty, text, size, "cut.lib", &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    free(text);
  }
}

static void test_garbage(void **unused) {
  (void)unused;
  char text[600];
  uint64_t random = 1;
  for (int round = 0; round < 3000; round++) {
    for (size_t i = 0; i < sizeof text; i++) {
      random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
      text[i] = (random >> 60) < 6 ? "(){}:;,\"'! "[random >> 33 & 7] : (char)(random >> 40);
    }
    struct liberty liberty;
    struct error err = {.kind = ERROR_NONE};
    assert_false(liberty_parse(&liberty, text, sizeof text, "garbage", &err));
    assert_int_equal(err.kind, ERROR_INPUT);
  }
}

static void test_missing_file(void **unused) {
  (void)unused;
  struct liberty liberty;
  struct error err;
  assert_false(liberty_read(&liberty, "/nonexistent/cells.lib", &err));
  assert_int_equal(err.kind, ERROR_IO);
  assert_non_null(strstr(err.text, "/nonexistent/cells.lib"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_cells),   cmocka_unit_test(test_picks),        cmocka_unit_test(test_tables),
      cmocka_unit_test(test_units),   cmocka_unit_test(test_faults),       cmocka_unit_test(test_truncated),
      cmocka_unit_test(test_garbage), cmocka_unit_test(test_missing_file),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
