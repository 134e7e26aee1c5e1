/* Dynamic fixed point: which codes there are, rounding to them, and what specs and designs are refused for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "gpu/pack.h"
#include "model/restriction.h"
#include "model/significant.h"
#include "reference/random_restriction.h"
#include "reference/reference.h"

enum { VALUES = 400 * TEST_EFFORT };

/* Calls `check` for every format of up to 9 bits and every number of significant bits. */
static void for_each_format(void (*check)(struct format format, int significant)) {
  for (int bits = FORMAT_BITS_MIN; bits <= 9; bits++)
    for (int significant = 0; significant < bits; significant++)
      if (significant_valid((struct format){bits, 3}, significant))
        check((struct format){bits, 3}, significant);
}

/* Codes by their definition, and walks that meet them all. */
static void check_codes(struct format format, int significant) {
  int32_t up = format_min(format);
  for (int32_t code = format_min(format); code <= format_max(format); code++) {
    const bool allowed = reference_allows(format, significant, code);
    assert_int_equal(significant_holds(format, significant, code), allowed);
    if (significant != 0)
      assert_int_equal(code_of_significant(code, 1, (u32)significant) == code, allowed);
    if (!allowed)
      continue;
    assert_int_equal(code_of_significant(up, 1, (u32)significant), code);
    assert_int_equal(code_of_significant(code, -1, (u32)significant), code);
    if (code > format_min(format))
      assert_true(code_of_significant(code - 1, -1, (u32)significant) == up - 1);
    up = code + 1;
  }
}

static void test_codes(void **state) {
  (void)state;
  for_each_format(check_codes);
}

/* Where all whole numbers are codes. */
static void check_dense(struct format format, int significant) {
  bool all = true;
  for (int32_t code = 0; code <= format_max(format); code++) {
    all = all && reference_allows(format, significant, code);
    assert_int_equal(is_dense(code, (u32)significant), all);
  }
}

static void test_dense(void **state) {
  (void)state;
  for_each_format(check_dense);
}

/* What packs round to, for a value within the limits; and the host's rounding of any. */
static void check_rounding(struct format format, int significant) {
  const line_problem line = {.intercept_step = 1,
                             .slope_step = 1,
                             .intercept_min = format_min(format),
                             .intercept_max = code_of_significant(format_max(format), -1, (u32)significant),
                             .intercept_significant = (u32)significant};
  const line_limits limits = limits_of(&line);
  struct random_stream stream = {(uint64_t)(100 * format.bits + significant)};
  for (int i = 0; i < VALUES; i++) {
    const double wide = random_real(&stream, -1.2, 1.2) * ldexp(1, format.bits - 1);
    const double value = random_between(&stream, 0, 3) == 0 ? rint(4 * wide) / 4 : wide;
    const double held = clamp_real(value, limits.intercept_min, limits.intercept_max);
    const double code = round_significant(held, round_whole(held), limits.intercept_dense, limits.intercept_splitter);
    const int32_t nearest = reference_nearest_allowed(format, significant, ldexp(value, -format.frac));
    assert_true(code == rint(code) && reference_allows(format, significant, (int32_t)code));
    assert_true(fabs(code - held) == fabs(nearest - held));
    const int32_t given = significant_code(format, significant, ldexp(value, -format.frac));
    assert_true(reference_allows(format, significant, given));
    assert_true(fabs(given - value) == fabs(nearest - value));
  }
}

static void test_rounding(void **state) {
  (void)state;
  for_each_format(check_rounding);
}

/* Wide formats: of two neighbours the nearer one, by hundreds of values in every binade. */
static void test_wide_rounding(void **state) {
  (void)state;
  struct random_stream stream = {1};
  for (int significant = 2; significant < FORMAT_BITS_MAX; significant++)
    for (int i = 0; i < VALUES; i++) {
      const u32 bits = magnitude_bits((u32)significant);
      const double sign = random_between(&stream, 0, 1) == 0 ? 1 : -1;
      const double value = sign * ldexp(random_real(&stream, 1, 2), random_between(&stream, -2, 22));
      const double code =
          round_significant(value, round_whole(value), ldexp(1, (int)bits), ldexp(1, 53 - (int)bits) + 1);
      const i32 up = code_of_significant((i32)ceil(value), 1, (u32)significant);
      const i32 down = code_of_significant((i32)floor(value), -1, (u32)significant);
      assert_true(fabs(code - value) == fmin(up - value, value - down));
    }
}

static struct spec dynamic_spec(const char *function) {
  struct spec spec = {.function = function_find(function),
                      .in_bits = 8,
                      .scales = {.count = 2, .scale = {0.25, 0.03125}},
                      .slope = {15, 7},
                      .intercept = {15, 7},
                      .entries = 8,
                      .slope_significant = 8,
                      .intercept_significant = 8};
  assert_non_null(spec.function);
  return spec;
}

static void refused(const struct spec *spec, const char *text) {
  struct error err;
  assert_false(spec_check(spec, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
  if (strstr(err.text, text) == NULL)
    fail_msg("%s", err.text);
}

static void accepted(const struct spec *spec) {
  struct error err;
  if (!spec_check(spec, &err))
    fail_msg("%s", err.text);
}

static void test_specs(void **state) {
  (void)state;
  struct spec spec = dynamic_spec("gelu");
  accepted(&spec);
  spec.slope_significant = 15;
  refused(&spec, "slope: 15 significant bits of Q(15, 7); allowed: 0 (any code), or 2 to 14");
  spec.slope_significant = 1;
  refused(&spec, "slope: 1 significant bits");
  spec.slope_significant = 0;
  spec.intercept = (struct format){24, 10};
  refused(&spec, "intercept: 8 significant bits of Q(24, 10); allowed: 0 (any code), or 9 to 23");
  spec.intercept_significant = 9;
  accepted(&spec);
  spec.intercept = (struct format){2, 1};
  refused(&spec, "intercept: 9 significant bits of Q(2, 1); allowed: 0 (any code)");
  spec = dynamic_spec("gelu");
  spec.restriction.slope_digits = 2;
  refused(&spec, "slope: dynamic fixed point, and slopes of at most 2 signed digits");
  spec.slope_significant = 0;
  accepted(&spec);
}

/* Images 1 - code are refused, images code and -code are not. */
static void test_half_tables(void **state) {
  (void)state;
  struct spec spec = dynamic_spec("gelu");
  spec.restriction.mirrored = true;
  refused(&spec, "slope: half a table of gelu has mirror images 1 - slope");
  spec.slope_significant = 0;
  accepted(&spec);
  spec = dynamic_spec("sigmoid");
  spec.restriction.mirrored = true;
  refused(&spec, "intercept: half a table of sigmoid has mirror images 1 - intercept");
  spec.intercept_significant = 0;
  accepted(&spec);
  spec = dynamic_spec("tanh");
  spec.restriction.mirrored = true;
  accepted(&spec);
  spec = dynamic_spec("exp");
  spec.restriction.mirrored = true;
  refused(&spec, "symmetry: exp");
}

static void test_designs(void **state) {
  (void)state;
  const struct spec spec = dynamic_spec("gelu");
  struct design design = {.entries = 8};
  struct error err;
  design.slope[3] = 254;
  design.intercept[7] = -16384;
  assert_true(design_check(&design, &spec, &err));
  design.slope[3] = 255;
  assert_false(design_check(&design, &spec, &err));
  assert_string_equal(err.text, "slopes[3]: code 255 has more than 8 significant bits");
  design.slope[3] = 254;
  design.intercept[7] = -16383;
  assert_false(design_check(&design, &spec, &err));
  assert_string_equal(err.text, "intercepts[7]: code -16383 has more than 8 significant bits");
}

/* A problem's limits are codes, and pinned tails the nearest ones. */
static void test_problems(void **state) {
  (void)state;
  const struct random_limits limits = {4, 8, 5, 8, 8, 2, 40, true, false};
  struct random_stream stream = {5};
  for (int i = 0; i < 300 * TEST_EFFORT; i++) {
    struct random_problem random;
    struct error err;
    random_dynamic_draw(&random, &stream, &limits, 0, 5);
    random.spec.tails = TAILS_ASYMPTOTE;
    const struct spec *spec = &random.spec;
    struct problem *problem = problem_create(spec, &err);
    assert_non_null(problem);
    const line_problem *line = &problem->line;
    assert_int_equal(line->slope_min, reference_nearest_allowed(spec->slope, spec->slope_significant, -1e9));
    assert_int_equal(line->slope_max, reference_nearest_allowed(spec->slope, spec->slope_significant, 1e9));
    assert_int_equal(line->intercept_max, reference_nearest_allowed(spec->intercept, spec->intercept_significant, 1e9));
    const struct tail *tails[2] = {&spec->function->left, &spec->function->right};
    for (int end = 0; end < 2; end++)
      if (tails[end]->present && spec->slope_significant != 0) {
        assert_int_equal(line->pin_slope[end],
                         reference_nearest_allowed(spec->slope, spec->slope_significant, tails[end]->slope));
      }
    for (int end = 0; end < 2; end++)
      if (tails[end]->present && spec->intercept_significant != 0) {
        assert_int_equal(
            line->pin_intercept[end],
            reference_nearest_allowed(spec->intercept, spec->intercept_significant, tails[end]->intercept));
      }
    problem_free(problem);
    random_problem_release(&random);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_codes),    cmocka_unit_test(test_dense),
                                     cmocka_unit_test(test_rounding), cmocka_unit_test(test_wide_rounding),
                                     cmocka_unit_test(test_specs),    cmocka_unit_test(test_half_tables),
                                     cmocka_unit_test(test_designs),  cmocka_unit_test(test_problems)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
