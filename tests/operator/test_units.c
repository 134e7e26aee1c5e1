/* What operators are made of: rounding shifts, units of tables and of functions, normalisation. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "close.h"
#include "model/datapath.h"
#include "operator/normalise.h"
#include "operator/rounding.h"
#include "operator/unit.h"
#include "reference/random_problem.h"
#include "reference/reference.h"

enum { TRIALS = 20000 * TEST_EFFORT, DESIGNS = 300 * TEST_EFFORT };

static struct spec int8_spec(const char *function) {
  return (struct spec){.function = function_find(function),
                       .in_bits = 8,
                       .scales = {7, {1, 0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625}},
                       .slope = {8, 6},
                       .intercept = {8, 6},
                       .entries = 8};
}

/* By long double, which holds all the numbers tried here exactly. */
static void test_shifts(void **state) {
  (void)state;
  struct random_stream stream = {1};
  for (int i = 0; i < TRIALS; i++) {
    const int bits = random_between(&stream, 1, 62), shift = random_between(&stream, -20, 70);
    const uint64_t value = random_bits(&stream) >> (64 - bits);
    if (shift < 0 && bits - shift > 63)
      continue;
    const uint64_t expected = (uint64_t)rintl(ldexpl((long double)value, -shift));
    assert_int_equal(shift_unsigned(value, shift), expected);
    assert_int_equal(shift_signed((int64_t)value, shift), (int64_t)expected);
    assert_int_equal(shift_signed(-(int64_t)value, shift), -(int64_t)expected);
  }
  assert_int_equal(shift_unsigned(UINT64_MAX, 64), 1);
  assert_int_equal(shift_unsigned(UINT64_C(1) << 63, 64), 0);
  assert_int_equal(shift_unsigned(UINT64_MAX, 65), 0);
  assert_int_equal(shift_signed(-3, 1), -2);
  assert_int_equal(shift_signed(-5, 1), -2);
}

static void check_octaves(const struct spec *spec, int step, double scale, int low) {
  struct octaves octaves;
  struct error err;
  assert_true(octaves_find(&octaves, spec, step, &err));
  assert_close(octaves.scale, scale, 0);
  assert_close(ldexp(1, -octaves.scale_log2), scale, 0);
  assert_int_equal(octaves.low, low);
  assert_int_equal(octaves.step, step);
}

static void test_octaves(void **state) {
  (void)state;
  struct spec spec = int8_spec("div");
  check_octaves(&spec, 1, 0.015625, 6); /* 1 to 127/64 */
  spec.in_bits = 9;
  check_octaves(&spec, 1, 0.015625, 7); /* 2 to 255/64 */
  spec.in_bits = 16;
  check_octaves(&spec, 1, 0.015625, 7); /* 4 is the end of the domain */
  spec.in_bits = 4;
  check_octaves(&spec, 1, 0.125, 2); /* 0.5 to 7/8; at 0.0625 no code reaches 0.5 */
  spec = int8_spec("rsqrt");
  check_octaves(&spec, 2, 0.015625, 5); /* 0.5 to 127/64 */
  spec.scales = (struct scale_set){2, {0.1, 0.25}};
  check_octaves(&spec, 2, 0.25, 2); /* 0.1 is no power of two; 1 to 15/4 */
  spec.scales = (struct scale_set){1, {0.1}};
  struct octaves octaves;
  struct error err;
  assert_false(octaves_find(&octaves, &spec, 2, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
  assert_non_null(strstr(err.text, "rsqrt"));
}

/* The largest output of a unit fills its bits, but for the first code itself where f is a power of two. */
static void test_fraction(void **state) {
  (void)state;
  for (int step = 1; step <= 2; step++)
    for (int low = 0; low <= 14; low++)
      for (int scale_log2 = -8; scale_log2 <= 24; scale_log2++) {
        const struct octaves octaves = {ldexp(1, -scale_log2), scale_log2, low, step};
        const double x = ldexp(1, low - scale_log2), y = step == 1 ? 1 / x : 1 / sqrt(x);
        const double code = ldexp(y, octaves_frac(&octaves, 12));
        assert_true(code >= 0x1p11 && code < 0x1p12);
      }
}

/* A normalised value is a code of the octaves and near the value. */
static void test_normalise(void **state) {
  (void)state;
  struct random_stream stream = {2};
  for (int i = 0; i < TRIALS; i++) {
    const int step = random_between(&stream, 1, 2), low = random_between(&stream, 0, 12);
    const int scale_log2 = random_between(&stream, -10, 24);
    const struct octaves octaves = {ldexp(1, -scale_log2), scale_log2, low, step};
    const uint64_t v = (random_bits(&stream) >> random_between(&stream, 1, 63)) | 1;
    const struct normalised x = octaves_normalise(&octaves, v);
    assert_true(x.code >= 1 << low && x.code < 1 << (low + step));
    const long double back = ldexpl(x.code, step * x.exponent - scale_log2);
    assert_true(fabsl(back - (long double)v) <= (long double)v * ldexpl(1, -low - 1));
  }
}

/* y of the entry that serves x, in real numbers. */
static double line_value(const struct spec *spec, const struct design *design, double scale, int32_t q) {
  int i = 0;
  while (i < design->entries - 1 && q > design_threshold(spec, design->breakpoint[i], scale))
    i++;
  return format_value(spec->slope, design->slope[i]) * scale * q +
         reference_intercept(spec, design->intercept[i], scale);
}

/* Units of random tables against real arithmetic, which is exact where scales are powers of two. */
static void test_table_units(void **state) {
  (void)state;
  struct random_stream stream = {3};
  const struct random_limits limits = {.in_bits_min = 4,
                                       .in_bits_max = 10,
                                       .format_bits_max = 12,
                                       .frac_max = 10,
                                       .entries_max = 16,
                                       .scales_max = 4,
                                       .candidates_max = 2000};
  for (int i = 0; i < DESIGNS; i++) {
    struct random_problem problem;
    struct design design;
    struct operator_unit unit;
    struct error err;
    random_problem_draw(&problem, &stream, &limits);
    random_design(&problem.spec, &stream, &design);
    problem.spec.tails = TAILS_FREE;
    const struct code_range codes = spec_codes(&problem.spec);
    const struct operator_unit_shape shape = {.scale = problem.spec.scales.scale[0],
                                              .first = codes.first,
                                              .last = codes.last,
                                              .bits = random_between(&stream, 4, 16),
                                              .frac = random_between(&stream, 0, 12)};
    const struct operator_table table = {.spec = &problem.spec, .design = &design};
    assert_true(operator_unit_of_table(&unit, &table, &shape, &err));
    for (int32_t q = codes.first; q <= codes.last; q++) {
      const double code = rint(ldexp(line_value(&problem.spec, &design, shape.scale, q), shape.frac));
      const double most = ldexp(1, shape.bits) - 1;
      assert_close(operator_unit_value(&unit, q), code < 0 ? 0 : code > most ? most : code, 0);
    }
    operator_unit_release(&unit);
    random_problem_release(&problem);
  }
}

/* Thresholds of a table's own win over those of its breakpoints, and an output stage is obeyed. */
static void test_own_thresholds(void **state) {
  (void)state;
  struct spec spec = int8_spec("exp");
  spec.entries = 2;
  const struct design design = {.entries = 2, .breakpoint = {-64}, .slope = {0, 0}, .intercept = {16, 48}};
  static const int32_t own[SCALE_MAX][ENTRIES_MAX - 1] = {[6] = {-10}}; /* at 2^-6, where the breakpoint is -64 */
  struct operator_table table = {.spec = &spec, .design = &design, .threshold = own};
  const struct operator_unit_shape shape = {.scale = 0.015625, .first = -128, .last = 0, .bits = 8, .frac = 4};
  struct operator_unit unit;
  struct error err;
  assert_true(operator_unit_of_table(&unit, &table, &shape, &err));
  assert_int_equal(operator_unit_value(&unit, -10), 4);
  assert_int_equal(operator_unit_value(&unit, -9), 12);
  operator_unit_release(&unit);
  table.threshold = NULL;
  spec.output = (struct output_stage){.bits = 4, .scale = 0.5}; /* 0.25 and 0.75 become 0 and 1 */
  assert_true(operator_unit_of_table(&unit, &table, &shape, &err));
  assert_int_equal(operator_unit_value(&unit, -64), 0);
  assert_int_equal(operator_unit_value(&unit, -63), 16);
  operator_unit_release(&unit);
}

static void test_ideal_unit(void **state) {
  (void)state;
  const struct operator_unit_shape shape = {.scale = 0.015625, .first = -128, .last = 0, .bits = 16, .frac = 15};
  struct operator_unit unit;
  struct error err;
  assert_true(operator_unit_of_function(&unit, "exp", &shape, &err));
  assert_int_equal(operator_unit_value(&unit, 0), 32768);
  assert_int_equal(operator_unit_value(&unit, -64), 12055); /* 2^15 / e = 12054.75 */
  assert_int_equal(operator_unit_value(&unit, -128), 4435); /* 2^15 / e^2 = 4434.7 */
  operator_unit_release(&unit);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_shifts),     cmocka_unit_test(test_octaves),     cmocka_unit_test(test_fraction),
      cmocka_unit_test(test_normalise),  cmocka_unit_test(test_table_units), cmocka_unit_test(test_own_thresholds),
      cmocka_unit_test(test_ideal_unit),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
