/* The identity of a point: what changes it and what does not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sweep/sweep.h"
#include "sweep_points.h"

/* An engine and a technology that nobody tunes. */
static const struct engine_parameter parameters[] = {{"size", 1, 100, 10, 1, "", NULL},
                                                     {"rate", 0, 1, 0.1, 0, "", NULL}};
static const struct engine_description engine = {
    .name = "engine", .help = "", .parameter_count = 2, .parameter = parameters};
static const struct technology technology = {"process", 0.7, 6, 0.05, 0.3, 500};

/* A point with something in every field. */
static struct point example(void) {
  struct point point;
  memset(&point, 0, sizeof point);
  point.spec = (struct spec){.function = function_find("gelu"),
                             .in_bits = 8,
                             .scales = {2, {1, 0.5}},
                             .slope = {8, 6},
                             .intercept = {9, 5},
                             .tails = TAILS_FREE,
                             .output = {8, 0.25},
                             .entries = 16};
  point.engine = engine_defaults(&engine);
  point.hardware.technology = technology;
  point.seed = 1;
  (void)snprintf(point.grid, sizeof point.grid, "grid1");
  point_identify(&point);
  return point;
}

/* Whether the change of a field, made since `before` was identified, changes id and key. */
static void changes(const struct point *before, struct point *after, bool id, bool key) {
  point_identify(after);
  assert_int_equal(strcmp(before->id.hex, after->id.hex) != 0, id);
  assert_int_equal(before->key != after->key, key);
}

#define CHANGE(assignment, id, key)                                                                                    \
  do {                                                                                                                 \
    struct point point = example();                                                                                    \
    assignment;                                                                                                        \
    changes(&before, &point, id, key);                                                                                 \
  } while (0)

static void test_spec_decides(void **state) {
  (void)state;
  const struct point before = example();
  struct function wider = *function_find("gelu");
  wider.hi += 1;
  struct function tailless = *function_find("gelu");
  tailless.right.present = false;
  CHANGE(point.spec.function = function_find("silu"), true, true);
  CHANGE(point.spec.function = &wider, true, true);
  CHANGE(point.spec.function = &tailless, true, true);
  CHANGE(point.spec.in_bits = 9, true, true);
  CHANGE(point.spec.scales.scale[1] = 0.25, true, true);
  CHANGE(point.spec.scales.count = 1, true, true);
  CHANGE((point.spec.scales.scale[0] = 0.5, point.spec.scales.scale[1] = 1), true, true);
  CHANGE(point.spec.slope.bits = 9, true, true);
  CHANGE(point.spec.slope.frac = 5, true, true);
  CHANGE(point.spec.intercept.bits = 8, true, true);
  CHANGE(point.spec.intercept.frac = 6, true, true);
  CHANGE((point.spec.slope = before.spec.intercept, point.spec.intercept = before.spec.slope), true, true);
  CHANGE(point.spec.tails = TAILS_CLAMP, true, true);
  CHANGE(point.spec.output.bits = 0, true, true);
  CHANGE(point.spec.output.bits = 9, true, true);
  CHANGE(point.spec.output.scale = 0.125, true, true);
  CHANGE(point.spec.entries = 8, true, true);
}

/* What the datapath asks of a table is searched for. */
static void test_restriction_decides(void **state) {
  (void)state;
  const struct point before = example();
  CHANGE(point.spec.restriction.segments = SEGMENTS_UNIFORM, true, true);
  CHANGE(point.spec.restriction.segments = SEGMENTS_POWER2, true, true);
  CHANGE(point.spec.restriction.slope_digits = 1, true, true);
  CHANGE(point.spec.restriction.slope_digits = 8, true, true);
  CHANGE(point.spec.restriction.mirrored = true, true, true);
}

static void test_options_decide(void **state) {
  (void)state;
  const struct point before = example();
  CHANGE(point.spec.slope_significant = 4, true, true);
  CHANGE(point.spec.intercept_significant = 4, true, true);
  CHANGE(point.spec.ranges = 2, true, true);
}

static void test_search_decides(void **state) {
  (void)state;
  const struct point before = example();
  struct engine_description renamed = *before.engine.engine;
  renamed.name = "other";
  for (int p = 0; p < before.engine.engine->parameter_count; p++)
    CHANGE(point.engine.value[p] += 1, true, true);
  CHANGE(point.engine.engine = &renamed, true, true);
  CHANGE(point.seed = 2, true, true);
  CHANGE(point.seed = UINT64_MAX, true, true);
  CHANGE(point.repeat = 1, true, true);
}

/* The same search serves every hardware: its random numbers must not depend on it. */
static void test_hardware_leaves_the_key(void **state) {
  (void)state;
  const struct point before = example();
  CHANGE(point.hardware.storage = STORAGE_ROM, true, false);
  CHANGE(point.hardware.selector = SELECT_TREE, true, false);
  CHANGE(point.hardware.pipeline = 1, true, false);
  CHANGE(point.hardware.pipeline = 3, true, false);
  CHANGE(point.hardware.technology.name[0] = 'x', true, false);
  CHANGE(point.hardware.technology.ge_um2 *= 2, true, false);
  CHANGE(point.hardware.technology.flip_flop_ge *= 2, true, false);
  CHANGE(point.hardware.technology.energy_scale *= 2, true, false);
  CHANGE(point.hardware.technology.delay_scale *= 2, true, false);
  CHANGE(point.hardware.technology.clock_mhz *= 2, true, false);
}

static void test_names_and_leftovers_do_not_count(void **state) {
  (void)state;
  const struct point before = example();
  CHANGE(point.grid[0] = 'x', false, false);
  CHANGE(point.spec.scales.scale[2] = 7, false, false); /* past the count */
  CHANGE(point.key = 0, false, false);
  struct function copy = *function_find("gelu");
  CHANGE(point.spec.function = &copy, false, false);
}

/* Known values: they name points in existing results and seed their searches, so they must never change. */
static void test_known_answer(void **state) {
  (void)state;
  struct point point = example();
  point_identify_hashed(&point, 0x0123456789abcdefULL);
  assert_string_equal(point.id.hex, "b02d3d01f693ecf39bcae8fed3ab9a99");
  assert_true(point.key == UINT64_C(0x0d3ab1bcb87c1bf4));
}

static void test_known_answer_restricted(void **state) {
  (void)state;
  struct point point = example();
  point.spec.restriction = (struct restriction){SEGMENTS_POWER2, 3, true};
  point.hardware.selector = SELECT_POWER2;
  point.hardware.pipeline = 2;
  point_identify_hashed(&point, 0x0123456789abcdefULL);
  assert_string_equal(point.id.hex, "28dcb4ab433a24c096680c54b38f9afd");
  assert_true(point.key == UINT64_C(0x6458fcdea5e45998));
}

static void test_options_text(void **state) {
  (void)state;
  struct point point = example();
  char text[POINT_OPTIONS_TEXT];
  assert_string_equal(point_options_text(&point.spec, &point.hardware, text), "");
  point.hardware.pipeline = 2;
  assert_string_equal(point_options_text(&point.spec, &point.hardware, text), " pipeline=2");
  point.spec.restriction = (struct restriction){SEGMENTS_POWER2, 3, true};
  assert_string_equal(point_options_text(&point.spec, &point.hardware, text), " digits=3 symmetry=half pipeline=2");
}

static void test_selectors_ask_for_segments(void **state) {
  (void)state;
  for (int selector = 0; selector < SELECTORS; selector++)
    assert_int_equal(selector_segments((enum selector)selector), selector == SELECT_UNIFORM  ? SEGMENTS_UNIFORM
                                                                 : selector == SELECT_POWER2 ? SEGMENTS_POWER2
                                                                                             : SEGMENTS_FREE);
}

static struct sweep load(const char *text) {
  struct sweep sweep;
  struct error err = {ERROR_NONE, ""};
  if (!sweep_parse(&sweep, text, strlen(text), "t.yaml", &err))
    fail_msg("%s", err.text);
  return sweep;
}

static void same_points(const char *one, const char *other) {
  struct sweep a = load(one), b = load(other);
  assert_int_equal(a.point_count, b.point_count);
  for (size_t i = 0; i < a.point_count; i++) {
    const struct point point = point_at(&a, i);
    const size_t same = sweep_find(&b, &point.id);
    assert_int_not_equal(same, SIZE_MAX);
    assert_true(point.key == point_at(&b, same).key);
  }
  sweep_release(&a);
  sweep_release(&b);
}

static void test_order_of_the_file(void **state) {
  (void)state;
  same_points("name: a\nseed: [1, 2]\ngrids:\n  - {functions: [gelu, exp], entries: [8, 16], in_bits: 8..10}\n",
              "grids:\n  - {name: x, in_bits: [10, 9, 8], entries: 16, functions: [exp, gelu]}\n"
              "  - {name: y, in_bits: 8..10, entries: 8, functions: exp}\n"
              "  - {name: z, in_bits: 8..10, entries: 8, functions: gelu}\nseed: [2, 1]\nname: b\n");
}

/* Built-in functions that a sweep renames must not be taken for one another. */
static void test_redefined_builtins_differ(void **state) {
  (void)state;
  struct sweep a = load("name: t\ndefine: [{name: f, function: gelu, domain: [-8, 8]}]\n"
                        "grids: [{functions: f, entries: 8}]\n");
  struct sweep b = load("name: t\ndefine: [{name: f, function: mish, domain: [-8, 8]}]\n"
                        "grids: [{functions: f, entries: 8}]\n");
  assert_string_not_equal(point_at(&a, 0).id.hex, point_at(&b, 0).id.hex);
  assert_true(point_at(&a, 0).key != point_at(&b, 0).key);
  sweep_release(&a);
  sweep_release(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_spec_decides),
      cmocka_unit_test(test_restriction_decides),
      cmocka_unit_test(test_options_decide),
      cmocka_unit_test(test_search_decides),
      cmocka_unit_test(test_hardware_leaves_the_key),
      cmocka_unit_test(test_names_and_leftovers_do_not_count),
      cmocka_unit_test(test_known_answer),
      cmocka_unit_test(test_known_answer_restricted),
      cmocka_unit_test(test_options_text),
      cmocka_unit_test(test_selectors_ask_for_segments),
      cmocka_unit_test(test_order_of_the_file),
      cmocka_unit_test(test_redefined_builtins_differ),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
