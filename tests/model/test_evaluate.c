/* The evaluator against an example worked by hand and against exact arithmetic. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "close.h"
#include "reference/random_problem.h"
#include "reference/reference.h"

enum { PROBLEMS = 1500 * TEST_EFFORT, WIDE_PROBLEMS = 6 * TEST_EFFORT };

static double identity(double x) { return x; }

static struct function line_function(double lo, double hi) {
  return (struct function){.name = "line", .formula = "x", .lo = lo, .hi = hi, .builtin = identity};
}

/*
 * f(x) = x on [-1, 1]; 4-bit codes at scales 1 and 1/4; slopes Q(4,1), intercepts Q(4,2), so F = 2; two entries with
 * the breakpoint at code 0 of scale 1/4:
 *   entry 0 (x <= 0): K = 1 (1/2), B = 0;    entry 1 (x > 0): K = 3 (3/2), B = -1 (-1/4).
 * Scale 1/4: q = -4 ... 4, Bs = B / S = -4 in units of S 2^-F = 1/16.
 *   q <= 0: acc = (1 q << 1) + 0 = 2 q, y = q / 8, error = q/8 - q/4 = -q/8: 1/2 3/8 1/4 1/8 0
 *   q >  0: acc = 6 q - 4, y = 3q/8 - 1/4, error = q/8 - 1/4:  -1/8 0 1/8 1/4
 *   squares in 64ths: 16 9 4 1 0 1 0 1 4 = 36 -> mse = 36/64/9 = 1/16; mae = (10 + 4)/8/9 = 7/36.
 * Scale 1: q = -1 0 1, Bs = -1 in units of 1/4.
 *   errors: 1/2, 0, (6 - 1)/4 - 1 = 1/4 -> mse = (1/4 + 1/16)/3 = 5/48, mae = 1/4.
 */
static void test_by_hand(void **state) {
  (void)state;
  const struct function function = line_function(-1, 1);
  const struct spec spec = {.function = &function,
                            .in_bits = 4,
                            .scales = {2, {1, 0.25}},
                            .slope = {4, 1},
                            .intercept = {4, 2},
                            .entries = 2};
  const struct design design = {.entries = 2, .breakpoint = {0}, .slope = {1, 3}, .intercept = {0, -1}};
  struct score score;
  evaluate(&spec, &design, &score);
  assert_int_equal(score.scales_counted, 2);
  assert_int_equal(score.codes[0], 3);
  assert_int_equal(score.codes[1], 9);
  assert_close(score.exact_at[0].mse, 5.0 / 48, 1e-16);
  assert_close(score.exact_at[0].mae, 0.25, 1e-16);
  assert_close(score.exact_at[1].mse, 1.0 / 16, 1e-16);
  assert_close(score.exact_at[1].mae, 7.0 / 36, 1e-16);
  assert_close(score.exact.mse, 1.0 / 12, 1e-16);
  assert_close(score.exact.mae, 2.0 / 9, 1e-16);
  assert_close(score.exact.max_abs, 0.5, 0);
  assert_memory_equal(&score.requantised, &score.exact, sizeof score.exact);
}

/*
 * The output stage, one code at a time: scale 1/8, slope 1, no intercept, so y = q/8; 3 bits at scale 1/4 make
 * round_half_even(q/2), between -4 and 3.
 */
static void test_output_ties(void **state) {
  (void)state;
  static const int rounded[16] = {-4, -4, -3, -2, -2, -2, -1, 0, 0, 0, 1, 2, 2, 2, 3, 3};
  for (int q = -8; q < 8; q++) {
    const double x = q / 8.0;
    const struct function function = line_function(x - 0.01, x + 0.01);
    const struct spec spec = {.function = &function,
                              .in_bits = 4,
                              .scales = {1, {0.125}},
                              .slope = {4, 0},
                              .intercept = {4, 0},
                              .output = {3, 0.25},
                              .entries = 2};
    const struct design design = {.entries = 2, .slope = {1, 1}};
    struct score score;
    evaluate(&spec, &design, &score);
    assert_int_equal(score.codes[0], 1);
    assert_close(score.exact.max_abs, 0, 0);
    assert_close(score.requantised.max_abs, fabs(rounded[q + 8] / 4.0 - x), 0);
  }
}

/* A breakpoint belongs to the entry on its left; ties of its rounding go to the even code; it is clipped. */
static void test_thresholds(void **state) {
  (void)state;
  const struct function function = line_function(-2, 2);
  const struct spec spec = {.function = &function, .in_bits = 4, .scales = {3, {0.5, 0.25, 0.0625}}, .entries = 2};
  static const struct {
    int32_t breakpoint;
    double scale;
    int32_t threshold;
  } known[] = {{5, 0.0625, 5}, {8, 0.0625, 7},   {-9, 0.0625, -8}, {2, 0.25, 0}, {6, 0.25, 2}, {-2, 0.25, 0},
               {-6, 0.25, -2}, {3, 0.25, 1},     {4, 0.5, 0},      {12, 0.5, 2}, {20, 0.5, 2}, {-12, 0.5, -2},
               {1000, 0.5, 7}, {-1000, 0.5, -8}, {13, 0.5, 2},     {11, 0.5, 1}};
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
    assert_int_equal(design_threshold(&spec, known[i].breakpoint, known[i].scale), known[i].threshold);
  const int32_t thresholds[] = {-3, 2, 2, 5};
  static const int entry[] = {0, 0, 1, 1, 1, 1, 1, 3, 3, 3, 4};
  for (int32_t q = -4; q <= 6; q++)
    assert_int_equal(design_entry(thresholds, 5, q), entry[q + 4]);
}

static void compare(double found, double exact, double slack, const char *what, const struct random_problem *problem) {
  char text[1024];
  if (!(fabs(found - exact) <= 1e-12 * exact + slack))
    fail_msg("%s: %.17g, exactly %.17g: %s", what, found, exact, random_problem_text(problem, text, sizeof text));
}

static void compare_errors(const struct errors *found, const struct errors *exact, double largest,
                           const struct random_problem *problem) {
  /* An output near `largest` is one rounding off; a square moves by twice that times the error. */
  const double slack = 4e-16 * largest;
  compare(found->mse, exact->mse, 2 * slack * exact->max_abs + slack * slack, "mse", problem);
  compare(found->mae, exact->mae, slack, "mae", problem);
  compare(found->max_abs, exact->max_abs, slack, "max_abs", problem);
}

/* An upper limit of the outputs of any design at a scale, and of the function. */
static double largest_output(const struct spec *spec, double scale) {
  const double slope = ldexp(1, spec->slope.bits - 1 - spec->slope.frac);
  const double intercept = ldexp(1, spec->intercept.bits - 1 - spec->intercept.frac);
  return slope * scale * ldexp(1, spec->in_bits - 1) + intercept + scale + 10;
}

static void compare_scores(const struct random_problem *problem, const struct design *design) {
  const struct spec *spec = &problem->spec;
  struct score found, exact;
  double largest = 0;
  evaluate(spec, design, &found);
  reference_evaluate(spec, design, &exact);
  assert_int_equal(found.scales_counted, exact.scales_counted);
  for (int s = 0; s < spec->scales.count; s++) {
    assert_int_equal(found.codes[s], exact.codes[s]);
    const double here = largest_output(spec, spec->scales.scale[s]);
    compare_errors(&found.exact_at[s], &exact.exact_at[s], here, problem);
    compare_errors(&found.requantised_at[s], &exact.requantised_at[s], here, problem);
    largest = fmax(largest, here);
  }
  compare_errors(&found.exact, &exact.exact, largest, problem);
  compare_errors(&found.requantised, &exact.requantised, largest, problem);
}

static void compare_random(uint64_t seed, int problems, const struct random_limits *limits) {
  struct random_stream stream = {seed};
  for (int i = 0; i < problems; i++) {
    struct random_problem problem;
    struct design design;
    random_problem_draw(&problem, &stream, limits);
    random_design(&problem.spec, &stream, &design);
    compare_scores(&problem, &design);
    random_problem_release(&problem);
  }
}

static void test_random(void **state) {
  (void)state;
  const struct random_limits limits = {4, 8, 24, 24, 64, 6, 400, true, true};
  compare_random(1, PROBLEMS, &limits);
}

static void test_random_wide(void **state) {
  (void)state;
  const struct random_limits limits = {14, 16, 24, 24, 16, 2, 40000, true, true};
  compare_random(2, WIDE_PROBLEMS, &limits);
}

/*
 * Integers of every code, one code at a time: where scale and output are powers of two and everything fits 53 bits,
 * the largest error over a domain of a single code is exact to the last bit, and so is the requantised one.
 */
static void test_every_code(void **state) {
  (void)state;
  const struct random_limits limits = {4, 6, 12, 10, 16, 3, 64, false, true};
  struct random_stream stream = {3};
  for (int i = 0; i < PROBLEMS / 10; i++) {
    struct random_problem problem;
    struct design design;
    random_problem_draw(&problem, &stream, &limits);
    random_design(&problem.spec, &stream, &design);
    size_t count;
    struct reference_code *codes = reference_codes(&problem.spec, &count);
    assert_non_null(codes);
    const double lo = problem.function.lo, hi = problem.function.hi;
    for (size_t c = 0; c < count; c += 1 + count / 16) {
      problem.function.lo = problem.function.hi = codes[c].x;
      struct score found, exact;
      evaluate(&problem.spec, &design, &found);
      reference_evaluate(&problem.spec, &design, &exact);
      for (int s = 0; s < problem.spec.scales.count; s++) {
        assert_int_equal(found.codes[s], exact.codes[s]);
        compare(found.exact_at[s].max_abs, exact.exact_at[s].max_abs, 0, "exact code", &problem);
        compare(found.requantised_at[s].max_abs, exact.requantised_at[s].max_abs, 0, "requantised code", &problem);
      }
    }
    problem.function.lo = lo, problem.function.hi = hi;
    free(codes);
    random_problem_release(&problem);
  }
}

/* Counted codes and candidates, against trial of every code. */
static void test_ranges(void **state) {
  (void)state;
  const struct random_limits limits = {4, 10, 8, 8, 8, 8, 3000, true, false};
  struct random_stream stream = {4};
  for (int i = 0; i < PROBLEMS; i++) {
    struct random_problem problem;
    random_problem_draw(&problem, &stream, &limits);
    const struct code_range found = spec_candidates(&problem.spec), expected = reference_candidates(&problem.spec);
    assert_int_equal(found.first, expected.first);
    assert_int_equal(found.last, expected.last);
    random_problem_release(&problem);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_by_hand),     cmocka_unit_test(test_output_ties),
                                     cmocka_unit_test(test_thresholds),  cmocka_unit_test(test_random),
                                     cmocka_unit_test(test_random_wide), cmocka_unit_test(test_every_code),
                                     cmocka_unit_test(test_ranges)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
