/* What check-sweep prints: the estimate, the table and the JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "cli/sweep_estimate.h"
#include "cli/sweep_summary.h"
#include "cli/table.h"
#include "sweep_points.h"

static struct sweep load(const char *text) {
  struct sweep sweep;
  struct error err = {ERROR_NONE, ""};
  if (!sweep_parse(&sweep, text, strlen(text), "t.yaml", &err))
    fail_msg("%s", err.text);
  return sweep;
}

/* What sweep_summary_print() writes to stdout; to be freed. */
static char *printed(const struct sweep *sweep, const struct sweep_summary_options *options) {
  struct error err;
  FILE *const file = tmpfile();
  assert_non_null(file);
  (void)fflush(stdout);
  const int terminal = dup(STDOUT_FILENO);
  assert_true(terminal >= 0 && dup2(fileno(file), STDOUT_FILENO) >= 0);
  const bool ok = sweep_summary_print(sweep, options, &err);
  (void)fflush(stdout);
  assert_true(dup2(terminal, STDOUT_FILENO) >= 0);
  (void)close(terminal);
  assert_true(ok);
  const long size = ftell(file);
  char *const text = calloc((size_t)size + 1, 1);
  assert_non_null(text);
  rewind(file);
  assert_int_equal(fread(text, 1, (size_t)size, file), size);
  (void)fclose(file);
  return text;
}

static const char example[] = "name: t\n"
                              "engine: {islands: 2, population: 16, generations: 9}\n"
                              "grids:\n"
                              "  - {name: a, functions: [gelu, exp], entries: 8}\n"
                              "  - {name: b, functions: gelu, entries: [8, 16], seed: 18446744073709551615}\n"
                              "  - {name: c, functions: gelu, entries: 8}\n";

/* Two islands of 16, nine generations: a child of N entries takes 16 N - 24 look-ups. */
enum { AT_8 = 32 * (8 + 9 * 104) / 8, AT_16 = 32 * (16 + 9 * 232) / 16 };

static void check_seconds(const char *text, double expected) {
  struct sweep sweep = load(text);
  const double seconds = sweep_estimate(&sweep, 1000).seconds;
  assert_true(seconds > 0.999 * expected && seconds < 1.001 * expected);
  sweep_release(&sweep);
}

/* In parts of an evaluation at 8 entries, of which there are 10: look-ups, and 18 for a line of a table. */
static void test_estimate(void **state) {
  (void)state;
  struct sweep sweep = load(example);
  const struct sweep_estimate estimate = sweep_estimate(&sweep, 1000);
  assert_int_equal(estimate.evaluations, 3 * AT_8 + AT_16);
  assert_true(sweep_estimate(&sweep, 0).rate >= SWEEP_ESTIMATE_CORE_RATE);
  sweep_release(&sweep);
  /* Three points at 8 entries and one at 16; each fills a table of 515 boundaries. Repeats share one. */
  check_seconds(example, (3 * AT_8 * 10.0 + AT_16 * 18.0 + 4 * 132612 * 18.0) / 10 / 1000);
  check_seconds("name: t\nrepeats: 3\nengine: {islands: 2, population: 16, generations: 9}\n"
                "grids: {functions: gelu, entries: 8}\n",
                (3 * AT_8 * 10.0 + 132612 * 18.0) / 10 / 1000);
}

/* Without a table every entry of every individual is a line to solve; scales that round intercepts double that. */
static void test_estimate_without_table(void **state) {
  (void)state;
  check_seconds("name: t\nengine: {islands: 1, population: 16, generations: 9}\n"
                "grids: {functions: gelu, entries: 8, in_bits: 16, scale_sets: [[2^-12]]}\n",
                AT_8 / 2 * (2 + 8 * 110.0) / 10 / 1000);
  check_seconds("name: t\nengine: {islands: 1, population: 16, generations: 9}\n"
                "grids: {functions: gelu, entries: 8, in_bits: 16, scale_sets: [[0.0003]]}\n",
                AT_8 / 2 * (2 + 8 * 330.0) / 10 / 1000);
}

/* Problems, not points, are proven: the repeats, seeds and entries of one are solved together. */
static void test_estimate_of_proofs(void **state) {
  (void)state;
  struct proof_estimate one, two, all;
  struct error err;
  struct sweep sweep = load(example);
  assert_true(proof_estimate(&sweep, PROVE_CHEAP, &two, &err));
  assert_int_equal(two.problems, 2);
  sweep_release(&sweep);
  sweep =
      load("name: t\ngrids: {functions: gelu, entries: [8, 16], seed: [1, 2], output: [none, {bits: 8, scale: 1}]}\n");
  assert_true(proof_estimate(&sweep, PROVE_CHEAP, &one, &err) && proof_estimate(&sweep, PROVE_ALL, &all, &err));
  assert_int_equal(one.problems, 2);
  assert_int_equal(all.problems, 2);
  assert_true(one.seconds > 0 && one.seconds < two.seconds && all.seconds > 1.9 * one.seconds);
  assert_true(proof_estimate(&sweep, PROVE_NOTHING, &all, &err));
  assert_int_equal(all.problems, 0);
  sweep_release(&sweep);
}

static void test_text(void **state) {
  (void)state;
  struct sweep sweep = load(example);
  const struct sweep_summary_options options = {.points = 3, .rate = 1000, .json = false};
  char *const text = printed(&sweep, &options);
  assert_non_null(strstr(text, "sweep t: 4 points\n  grid a: 2 points\n  grid b: 2 points\n  1 duplicate dropped\n"));
  assert_non_null(strstr(text, "estimated time: 16.2 minutes at 1e+03 evaluations"));
  assert_non_null(strstr(text, "certification: 2 problems, "));
  assert_non_null(strstr(text, "islands islands=2 generations=9"));
  assert_non_null(strstr(text, "\n... and 1 more\n"));
  free(text);
  sweep_release(&sweep);
}

static void test_json(void **state) {
  (void)state;
  struct sweep sweep = load(example);
  const struct sweep_summary_options options = {.points = 100, .rate = 1000, .json = true};
  char *const text = printed(&sweep, &options);
  json_t *const root = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
  assert_non_null(root);
  assert_int_equal(json_integer_value(json_object_get(root, "points")), 4);
  assert_int_equal(json_integer_value(json_object_get(root, "duplicates")), 1);
  assert_int_equal(json_array_size(json_object_get(root, "grids")), 2);
  const json_t *const points = json_object_get(root, "first_points");
  assert_int_equal(json_array_size(points), 4);
  const json_t *const last = json_array_get(points, 3);
  assert_string_equal(json_string_value(json_object_get(last, "id")), point_at(&sweep, 3).id.hex);
  assert_string_equal(json_string_value(json_object_get(last, "seed")), "18446744073709551615");
  assert_int_equal(json_array_size(json_object_get(last, "scales")), 7);
  assert_true(json_is_null(json_object_get(last, "output")));
  json_decref(root);
  free(text);
  sweep_release(&sweep);
}

static void test_hardware(void **state) {
  (void)state;
  struct sweep sweep = load("name: t\ngrids: {functions: gelu, entries: 8}\n"
                            "hardware: {storage: rom, select: power2, digits: 2, symmetry: half, pipeline: 1}\n");
  const struct sweep_summary_options people = {.points = 1}, program = {.points = 1, .json = true};
  char *const text = printed(&sweep, &people);
  assert_non_null(strstr(text, "rom power2 paper28 digits=2 symmetry=half pipeline=1"));
  char *const json = printed(&sweep, &program);
  json_t *const root = json_loads(json, JSON_REJECT_DUPLICATES, NULL);
  const json_t *const point = json_array_get(json_object_get(root, "first_points"), 0);
  json_t *const expected = json_pack("{s:s, s:s, s:i, s:s, s:i, s:s}", "storage", "rom", "select", "power2", "digits",
                                     2, "symmetry", "half", "pipeline", 1, "technology", "paper28");
  assert_true(json_equal(json_object_get(point, "hardware"), expected));
  json_decref(expected);
  json_decref(root);
  free(text);
  free(json);
  sweep_release(&sweep);
}

static void test_table(void **state) {
  (void)state;
  char *text = NULL;
  size_t size = 0;
  FILE *const out = open_memstream(&text, &size);
  assert_non_null(out);
  struct table table = {.columns = 2};
  static const char *const cells[] = {"name", "value", "a", "1", "longer", "22"};
  for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
    table_add(&table, "%s", cells[i]);
  assert_true(table_print(&table, out));
  (void)fclose(out);
  assert_string_equal(text, "name    value\na       1\nlonger  22\n");
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_estimate),
      cmocka_unit_test(test_estimate_without_table),
      cmocka_unit_test(test_estimate_of_proofs),
      cmocka_unit_test(test_text),
      cmocka_unit_test(test_json),
      cmocka_unit_test(test_hardware),
      cmocka_unit_test(test_table),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
