/* Good sweeps: what they expand to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "sweep/sweep.h"
#include "sweep_points.h"

#define HEAD "name: t\ngrids:\n"

static const char minimum[] = "name: quick\n"
                              "seed: 1\n"
                              "engine: {name: islands}          # every parameter has a good default\n"
                              "grids:\n"
                              "  - functions: [gelu, hswish, exp, div, rsqrt]\n"
                              "    in_bits: [8]\n"
                              "    scale_sets: [[1, 0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625]]\n"
                              "    slope: [{bits: 8, frac: 6}]\n"
                              "    intercept: [{bits: 8, frac: 6}]\n"
                              "    entries: [8, 16]\n"
                              "    tails: [free]\n";

/* Load a text that must be good. */
static struct sweep load(const char *text) {
  struct sweep sweep;
  struct error err = {ERROR_NONE, ""};
  if (!sweep_parse(&sweep, text, strlen(text), "tests/sweep/test.yaml", &err))
    fail_msg("%s", err.text);
  return sweep;
}

static size_t count_points(const char *text) {
  struct sweep sweep = load(text);
  const size_t count = sweep.point_count + sweep.duplicates;
  sweep_release(&sweep);
  return count;
}

static void test_minimum(void **state) {
  (void)state;
  struct sweep sweep = load(minimum);
  assert_string_equal(sweep.name, "quick");
  assert_string_equal(sweep.text, minimum);
  assert_int_equal(sweep.text_size, strlen(minimum));
  assert_int_equal(sweep.point_count, 10);
  assert_int_equal(sweep.duplicates, 0);
  assert_int_equal(sweep.function_count, 5);
  const struct point value = point_at(&sweep, 3), *const point = &value;
  assert_string_equal(point->spec.function->name, "hswish");
  assert_int_equal(point->spec.entries, 16);
  assert_int_equal(point->spec.in_bits, 8);
  assert_int_equal(point->spec.scales.count, 7);
  assert_true(point->spec.scales.scale[6] == 0.015625);
  assert_int_equal(point->spec.slope.bits, 8);
  assert_int_equal(point->spec.intercept.frac, 6);
  assert_int_equal(point->spec.output.bits, 0);
  assert_string_equal(point->engine.engine->name, "islands");
  assert_int_equal(point->hardware.storage, STORAGE_ENABLE);
  assert_string_equal(point->hardware.technology.name, "paper28");
  assert_int_equal(point->seed, 1);
  assert_string_equal(point->grid, "grid1");
  assert_int_equal(strlen(point->id.hex), 32);
  sweep_release(&sweep);
}

/* What is left out has the values that the minimum spells out. */
static void test_defaults(void **state) {
  (void)state;
  struct sweep full = load(minimum);
  struct sweep brief = load(HEAD "  - functions: [gelu, hswish, exp, div, rsqrt]\n    entries: [8, 16]\n");
  assert_int_equal(full.point_count, brief.point_count);
  for (size_t i = 0; i < full.point_count; i++)
    assert_string_equal(point_at(&full, i).id.hex, point_at(&brief, i).id.hex);
  sweep_release(&full);
  sweep_release(&brief);
}

static void test_axis_spellings(void **state) {
  (void)state;
  static const struct {
    const char *axes;
    size_t points;
  } cases[] = {
      {"entries: 8", 1},
      {"entries: [8]", 1},
      {"entries: 4..16", 13},
      {"entries: 8..64/8", 8},
      {"entries: 8..63/8", 7},
      {"entries: [2, 4 .. 6, {from: 8, to: 16, step: 4}]", 7},
      {"entries: {from: 4, to: 16, step: 2}", 7},
      {"entries: {from: 4, to: 16}", 13},
      {"entries: \"8\"", 1},
      {"entries: 8\n    in_bits: 8..16/4", 3},
      {"entries: 8\n    slope: {bits: 8, frac: [4, 5, 6]}", 3},
      {"entries: 8\n    slope: [{bits: 8..10, frac: [4, 5]}, {bits: 12, frac: 8}]", 7},
      {"entries: 8\n    slope: {bits: 8, frac: 7, exponents: [1, 4..8/4]}\n    intercept: {bits: 8, frac: 7, "
       "exponents: 1}",
       3},
      {"entries: 8\n    tails: [free, asymptote, clamp]", 3},
      {"entries: 8\n    tails: clamp", 1},
      {"entries: 8\n    scale_sets: [[1, 2^-1, 0.25], [2^0..2^-6], [2^-6..2^0/2]]", 3},
      {"entries: 8\n    output: [none, {bits: [8, 10], scale: [0.5, 2^-2]}]", 5},
      {"entries: 8\n    seed: [1, 5..7, 18446744073709551615]", 5},
      {"entries: 8\n    seed: 18446744073709551610..18446744073709551615", 6},
      {"entries: 8\n    repeats: 4\n    seed: [1, 2]", 8},
      {"entries: 8\n    engine: islands", 1},
      {"entries: 8\n    engine: {population: [32, 64], redraw: [0..1/0.25]}", 10},
      {"entries: 8\n    engine: {population: 32..128}", 7}, /* in the parameter's own step, 16 */
      {"entries: 8\n    engine: [islands, {name: islands, generations: [10, 20]}]", 3},
      {"entries: 8\n    engine: [exact, {name: exact, objective: [mae, max_abs]}]", 3},
      {"entries: 8\n    engine: {name: exact, max_abs: [0.1, 0.2]}", 2},
      {"entries: 8\n    hardware: {storage: [enable, gated, rom], select: [tree, binary]}", 6},
      {"entries: 8\n    hardware: [{storage: rom}, {technology: ihp130}]", 2},
      {"entries: 8\n    hardware: {select: [one_hot, tree, binary, uniform, power2], pipeline: 0..3}", 20},
      {"entries: 8\n    hardware: {digits: [full, 1..4, 6], symmetry: [none, half]}", 12},
      {"entries: 8\n    hardware: {digits: {from: 2, to: 6, step: 2}, pipeline: [0, 2..3]}", 9},
      {"entries: 8\n    hardware: [{digits: full}, {digits: 8}]", 2},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    char text[512];
    (void)snprintf(text, sizeof text, HEAD "  - functions: gelu\n    %s\n", cases[i].axes);
    const size_t points = count_points(text);
    if (points != cases[i].points)
      fail_msg("%s: %zu points instead of %zu", cases[i].axes, points, cases[i].points);
  }
}

static void test_scale_values(void **state) {
  (void)state;
  struct sweep sweep = load(HEAD "  - {functions: gelu, entries: 8, scale_sets: [[2^-6..2^0/3, 3, 2^-1]]}\n");
  const struct point value = point_at(&sweep, 0);
  const struct scale_set *const set = &value.spec.scales;
  static const double expected[] = {0.015625, 0.125, 1, 3, 0.5};
  assert_int_equal(set->count, 5);
  for (int s = 0; s < set->count; s++)
    assert_true(set->scale[s] == expected[s]);
  sweep_release(&sweep);
}

static void test_datapath(void **state) {
  (void)state;
  struct sweep sweep = load(HEAD "  - functions: gelu\n    entries: 8\n    hardware: {storage: [gated, rom], "
                                 "select: [tree, uniform, power2], digits: [full, 3], symmetry: [none, half], "
                                 "pipeline: [0, 2]}\n");
  assert_int_equal(sweep.point_count, 48);
  for (size_t i = 0; i < 48; i++) {
    static const enum segments segments[] = {SEGMENTS_FREE, SEGMENTS_UNIFORM, SEGMENTS_POWER2};
    static const enum selector selectors[] = {SELECT_TREE, SELECT_UNIFORM, SELECT_POWER2};
    const struct point value = point_at(&sweep, i), *const point = &value;
    assert_int_equal(point->hardware.pipeline, i % 2 * 2);
    assert_int_equal(point->hardware.selector, selectors[i / 2 % 3]);
    assert_int_equal(point->spec.restriction.segments, segments[i / 2 % 3]);
    assert_int_equal(point->hardware.storage, i / 6 % 2 == 0 ? STORAGE_GATED : STORAGE_ROM);
    assert_int_equal(point->spec.restriction.mirrored, i / 12 % 2);
    assert_int_equal(point->spec.restriction.slope_digits, i / 24 * 3);
  }
  sweep_release(&sweep);
}

/* Formats with exponents, and ranges: neither touches what the hardware asks. */
static void test_dynamic_formats(void **state) {
  (void)state;
  struct sweep sweep =
      load(HEAD "  - functions: div\n    entries: 8\n    slope: [{bits: 8, frac: 7, exponents: [1, 8]}]\n"
                "    intercept: {bits: 6, frac: 3, exponents: 2}\n    hardware: {digits: full}\n");
  assert_int_equal(sweep.point_count, 2);
  for (size_t i = 0; i < 2; i++) {
    const struct spec spec = point_at(&sweep, i).spec;
    assert_int_equal(spec.slope.bits, i == 0 ? 8 : 15);
    assert_int_equal(spec.slope.frac, 7);
    assert_int_equal(spec.slope_significant, i == 0 ? 0 : 8);
    assert_int_equal(spec.intercept.bits, 7);
    assert_int_equal(spec.intercept_significant, 6);
    assert_int_equal(spec.ranges, 0);
  }
  sweep_release(&sweep);
}

static void test_ranges(void **state) {
  (void)state;
  struct sweep sweep =
      load(HEAD "  - {functions: div, entries: 8, in_bits: 12, scale_sets: [[2^-6]], ranges: [1, 3..4]}\n");
  static const int ranges[] = {0, 3, 4};
  assert_int_equal(sweep.point_count, 3);
  for (size_t i = 0; i < 3; i++)
    assert_int_equal(point_at(&sweep, i).spec.ranges, ranges[i]);
  sweep_release(&sweep);
}

/* The real range 0..1/0.1 has eleven values although 0.1 is not exact, and none of them exceeds 1. */
static void test_real_range(void **state) {
  (void)state;
  struct sweep sweep = load(HEAD "  - {functions: gelu, entries: 8, engine: {redraw: 0..1/0.1}}\n");
  assert_int_equal(sweep.point_count, 11);
  const int index = engine_parameter_find(point_at(&sweep, 0).engine.engine, "redraw");
  for (size_t i = 0; i < sweep.point_count; i++)
    assert_true(point_at(&sweep, i).engine.value[index] <= 1);
  assert_true(point_at(&sweep, 10).engine.value[index] == 1);
  sweep_release(&sweep);
}

static void test_all_functions(void **state) {
  (void)state;
  struct sweep sweep = load(HEAD "  - {functions: all, entries: 8}\n");
  assert_int_equal(sweep.point_count, function_builtin_count());
  assert_int_equal(sweep.function_count, function_builtin_count());
  sweep_release(&sweep);
}

static void test_overrides(void **state) {
  (void)state;
  struct sweep sweep = load("name: t\nseed: 5\nrepeats: 2\nhardware: {storage: rom}\noutput: {bits: 8, scale: 0.5}\n"
                            "engine: {population: 32}\n"
                            "grids:\n"
                            "  - {functions: gelu, entries: 8}\n"
                            "  - {name: other, functions: gelu, entries: 8, seed: 6, repeats: 1, output: none,\n"
                            "     hardware: {select: tree}, engine: islands}\n");
  assert_int_equal(sweep.point_count, 3);
  const struct point common_value = point_at(&sweep, 1), own_value = point_at(&sweep, 2);
  const struct point *const common = &common_value, *const own = &own_value;
  const int population = engine_parameter_find(own->engine.engine, "population");
  assert_int_equal(common->seed, 5);
  assert_int_equal(common->repeat, 1);
  assert_int_equal(common->hardware.storage, STORAGE_ROM);
  assert_int_equal(common->spec.output.bits, 8);
  assert_true(common->engine.value[population] == 32);
  assert_string_equal(own->grid, "other");
  assert_int_equal(own->seed, 6);
  assert_int_equal(own->repeat, 0);
  assert_int_equal(own->hardware.storage, STORAGE_ENABLE);
  assert_int_equal(own->hardware.selector, SELECT_TREE);
  assert_int_equal(own->spec.output.bits, 0);
  assert_true(own->engine.value[population] == own->engine.engine->parameter[population].fallback);
  sweep_release(&sweep);
}

static void test_duplicates(void **state) {
  (void)state;
  struct sweep sweep = load(HEAD "  - {functions: [gelu, exp], entries: [8, 16]}\n"
                                 "  - {functions: [gelu, gelu], entries: [8, 12]}\n");
  assert_int_equal(sweep.point_count, 5);
  assert_int_equal(sweep.duplicates, 3);
  assert_string_equal(point_at(&sweep, 0).grid, "grid1");
  assert_string_equal(point_at(&sweep, 4).grid, "grid2");
  assert_int_equal(point_at(&sweep, 4).spec.entries, 12);
  sweep_release(&sweep);
}

/* Points of one search are neighbours: the hardware changes fastest. */
static void test_order(void **state) {
  (void)state;
  struct sweep sweep =
      load(HEAD "  - {functions: gelu, entries: [8, 9], seed: [1, 2], hardware: {storage: [enable, rom]}}\n");
  assert_int_equal(sweep.point_count, 8);
  for (size_t i = 0; i < sweep.point_count; i++) {
    assert_int_equal(point_at(&sweep, i).spec.entries, i < 4 ? 8 : 9);
    assert_int_equal(point_at(&sweep, i).seed, i % 4 < 2 ? 1 : 2);
    assert_int_equal(point_at(&sweep, i).hardware.storage, i % 2 == 0 ? STORAGE_ENABLE : STORAGE_ROM);
  }
  assert_true(point_at(&sweep, 0).key == point_at(&sweep, 1).key);
  assert_true(point_at(&sweep, 1).key != point_at(&sweep, 2).key);
  sweep_release(&sweep);
}

static void test_aliases(void **state) {
  (void)state;
  assert_int_equal(count_points(HEAD "  - {functions: gelu, entries: 8, slope: &f [{bits: 8, frac: [5, 6]}], "
                                     "intercept: *f}\n"),
                   4);
}

static void test_definitions(void **state) {
  (void)state;
  struct sweep sweep = load("name: t\n"
                            "define:\n"
                            "  - {name: square, expression: x^2, domain: [-1, 2^1],\n"
                            "     left_tail: {slope: -2, intercept: -1}, right_tail: none}\n"
                            "  - {name: gelu_wide, function: gelu, domain: [-8, 8]}\n"
                            "  - {name: half, function: sigmoid, left_tail: none}\n"
                            "grids: [{functions: [square, gelu_wide, half, gelu], entries: 8}]\n");
  assert_int_equal(sweep.point_count, 4);
  const struct function *const square = point_at(&sweep, 0).spec.function;
  assert_string_equal(square->name, "square");
  assert_true(function_value(square, 1.5) == 2.25);
  assert_true(square->lo == -1 && square->hi == 2);
  assert_true(square->left.present && square->left.slope == -2 && square->left.intercept == -1);
  assert_false(square->right.present);
  const struct function *const wide = point_at(&sweep, 1).spec.function;
  assert_string_equal(wide->name, "gelu_wide");
  assert_true(wide->lo == -8 && wide->hi == 8 && wide->right.present);
  assert_true(function_value(wide, 1) == function_value(function_find("gelu"), 1));
  const struct function *const half = point_at(&sweep, 2).spec.function;
  assert_false(half->left.present);
  assert_true(half->right.present);
  assert_true(half->hi == function_find("sigmoid")->hi);
  sweep_release(&sweep);
}

/* The path of samples is relative to the sweep's folder, whatever the working directory. */
static void test_samples(void **state) {
  (void)state;
  struct sweep sweep = load("name: t\n"
                            "define:\n"
                            "  - {name: a, samples: data/good.csv}\n"
                            "  - {name: b, samples: data/good.csv, domain: [0.5, 2]}\n"
                            "grids: [{functions: [a, b], entries: 8}]\n");
  const struct function *const a = point_at(&sweep, 0).spec.function;
  assert_true(a->lo == -1 && a->hi == 4);
  assert_true(function_value(a, 1) == 0.5);
  assert_true(function_value(a, 3) == -2);
  assert_true(point_at(&sweep, 1).spec.function->lo == 0.5);
  sweep_release(&sweep);
}

/* A scale of the set may have no code in the domain, as long as another has some. */
static void test_scale_without_codes(void **state) {
  (void)state;
  assert_int_equal(count_points(HEAD "  - {functions: div, in_bits: 4, entries: 4, scale_sets: [[1, 2^-4]]}\n"), 1);
}

static void test_shipped_sweeps(void **state) {
  (void)state;
  static const struct {
    const char *path;
    size_t min, max;
  } cases[] = {{"sweeps/quick.yaml", 100, 200},
               {"sweeps/paper.yaml", 1958, 1958},
               {"sweeps/custom.yaml", 96, 96},
               {"sweeps/overnight.yaml", 20000, 100000}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    struct sweep sweep;
    struct error err;
    if (!sweep_load(&sweep, cases[i].path, (struct shard){0, 0}, &err))
      fail_msg("%s", err.text);
    assert_in_range(sweep.point_count, cases[i].min, cases[i].max);
    assert_int_equal(sweep.duplicates, 0);
    sweep_release(&sweep);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_minimum),        cmocka_unit_test(test_defaults),
      cmocka_unit_test(test_axis_spellings), cmocka_unit_test(test_scale_values),
      cmocka_unit_test(test_datapath),       cmocka_unit_test(test_dynamic_formats),
      cmocka_unit_test(test_ranges),         cmocka_unit_test(test_real_range),
      cmocka_unit_test(test_all_functions),  cmocka_unit_test(test_overrides),
      cmocka_unit_test(test_duplicates),     cmocka_unit_test(test_order),
      cmocka_unit_test(test_aliases),        cmocka_unit_test(test_definitions),
      cmocka_unit_test(test_samples),        cmocka_unit_test(test_scale_without_codes),
      cmocka_unit_test(test_shipped_sweeps),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
