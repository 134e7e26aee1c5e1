/* Weights: probabilities of intervals, codes that count, and errors by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "close.h"
#include "model/code_weight.h"
#include "model/evaluate.h"
#include "model/problem.h"
#include "reference/random_problem.h"
#include "reference/reference.h"

static struct weight make(enum weight_kind kind, double first, double second) {
  struct weight weight;
  struct error err;
  if (!weight_from_parameters(&weight, "w", kind, (const double[]){first, second}, &err))
    fail_msg("%s", err.text);
  return weight;
}

static struct weight histogram(const double *edge, const double *count, size_t bins) {
  struct weight weight;
  struct error err;
  if (!weight_from_histogram(&weight, "h", edge, count, bins, &err))
    fail_msg("%s", err.text);
  return weight;
}

static void near(double found, double expected) { assert_close(found, expected, 1e-14 * fabs(expected)); }

/* From tables of the normal distribution, and far out where differences of distribution functions are 0. */
static void test_known_masses(void **state) {
  (void)state;
  const struct weight normal = make(WEIGHT_NORMAL, 1, 2);
  near(weight_mass(&normal, -1, 3), 0.68268949213708589717);
  near(weight_mass(&normal, -3, 5), 0.95449973610364158560);
  near(weight_mass(&normal, 21, 41), 7.6198530241605260660e-24);
  near(weight_mass(&normal, -39, -19), 7.6198530241605260660e-24);
  const struct weight right = make(WEIGHT_HALF_NORMAL, 2, 1), left = make(WEIGHT_HALF_NORMAL, 2, -1);
  near(weight_mass(&right, -7, 2), 0.68268949213708589717);
  near(weight_mass(&left, -2, 9), 0.68268949213708589717);
  assert_close(weight_mass(&right, -7, 0), 0, 0);
  assert_close(weight_mass(&left, 0, 7), 0, 0);
  const struct weight laplace = make(WEIGHT_LAPLACE, -1, 0.5);
  near(weight_mass(&laplace, -1, 0), 0.5 * (1 - exp(-2)));
  near(weight_mass(&laplace, -2, 0), 1 - exp(-2));
  near(weight_mass(&laplace, 49, 50), 0.5 * exp(-100) * (1 - exp(-2)));
  const struct weight range = make(WEIGHT_RANGE, -1, 3);
  near(weight_mass(&range, 0, 1), 0.25);
  near(weight_mass(&range, -9, 1), 0.5);
  assert_close(weight_mass(&range, 3, 4), 0, 0);
  struct weight bins = histogram((const double[]){-1, 0, 2, 4}, (const double[]){1, 0, 3}, 3);
  near(weight_mass(&bins, -9, 9), 1);
  near(weight_mass(&bins, -0.5, 1), 0.125);
  near(weight_mass(&bins, 1, 3), 0.375);
  assert_close(weight_mass(&bins, 0, 2), 0, 0);
  assert_close(weight_mass(&bins, 4, 5), 0, 0);
  weight_release(&bins);
}

/* Narrow and wide intervals, in the middle and far out, against extended precision. */
static void test_masses(void **state) {
  (void)state;
  struct random_stream stream = {1};
  for (int i = 0; i < 20000; i++) {
    const enum weight_kind kind = (enum weight_kind)random_between(&stream, WEIGHT_NORMAL, WEIGHT_LAPLACE);
    const struct weight weight = kind == WEIGHT_HALF_NORMAL ? make(kind, 1, i % 2 == 0 ? 1 : -1) : make(kind, 0.25, 1);
    const double low = random_real(&stream, -20, 20), width = ldexp(1, random_between(&stream, -12, 4));
    const double found = weight_mass(&weight, low, low + width);
    const double expected = (double)reference_mass(&weight, low, low + width);
    /* One rounding of an end moves a mass by the end times the logarithm's slope. */
    if (!(fabs(found - expected) <= (1e-14 + 2e-15 * low * low) * expected))
      fail_msg("%s (%g, %g]: %.17g, expected %.17g", weight_describe(kind)->name, low, low + width, found, expected);
  }
}

static bool refused(bool made, const struct error *err, const char *fragment) {
  if (made || err->kind != ERROR_INPUT || strstr(err->text, fragment) == NULL)
    fail_msg("expected '%s', found: %s", fragment, made ? "nothing wrong" : err->text);
  return true;
}

static void test_refused(void **state) {
  (void)state;
  struct weight weight;
  struct error err;
#define REFUSE(fragment, name, kind, ...)                                                                              \
  refused(weight_from_parameters(&weight, name, kind, (const double[]){__VA_ARGS__}, &err), &err, fragment)
  REFUSE("sd: 0 is out of range", "w", WEIGHT_NORMAL, 0, 0);
  REFUSE("sd: -1 is out of range", "w", WEIGHT_NORMAL, 0, -1);
  REFUSE("mean: nan is out of range", "w", WEIGHT_NORMAL, NAN, 1);
  REFUSE("scale: inf is out of range", "w", WEIGHT_LAPLACE, 0, INFINITY);
  REFUSE("sign: 0 is out of range", "w", WEIGHT_HALF_NORMAL, 1, 0);
  REFUSE("high: 1 does not exceed low", "w", WEIGHT_RANGE, 1, 1);
  REFUSE("taken", "uniform", WEIGHT_NORMAL, 0, 1);
  REFUSE("1 to 31 letters", "", WEIGHT_NORMAL, 0, 1);
  REFUSE("1 to 31 letters", "a\nline", WEIGHT_NORMAL, 0, 1);
  REFUSE("1 to 31 letters", "a-name-that-has-thirty-two-chars", WEIGHT_NORMAL, 0, 1);
#define REFUSE_BINS(fragment, edge, count, bins)                                                                       \
  refused(weight_from_histogram(&weight, "w", edge, count, bins, &err), &err, fragment)
  const double edge[] = {0, 1, 2}, equal[] = {0, 1, 1}, nan[] = {0, NAN, 1}, count[] = {1, 2};
  REFUSE_BINS("0 bins", edge, count, 0);
  REFUSE_BINS("does not exceed", equal, count, 2);
  REFUSE_BINS("edge 2 is nan", nan, count, 2);
  REFUSE_BINS("count 2 is -1", edge, ((const double[]){1, -1}), 2);
  REFUSE_BINS("count 1 is inf", edge, ((const double[]){INFINITY, 1}), 2);
  REFUSE_BINS("all counts are 0", edge, ((const double[]){0, 0}), 2);
#undef REFUSE_BINS
#undef REFUSE
}

/* The hash is of the content, not the name; a copy is as good as the original. */
static void test_hash(void **state) {
  (void)state;
  struct error err;
  const struct weight a = make(WEIGHT_NORMAL, 0, 1), b = make(WEIGHT_NORMAL, 0, 2), c = make(WEIGHT_LAPLACE, 0, 1);
  assert_true(a.hash != b.hash && a.hash != c.hash);
  assert_true(make(WEIGHT_NORMAL, -0.0, 1).hash == a.hash);
  struct weight named;
  assert_true(weight_from_parameters(&named, "other", WEIGHT_NORMAL, (const double[]){0, 1}, &err));
  assert_true(named.hash == a.hash);
  struct weight h = histogram((const double[]){0, 1, 2}, (const double[]){1, 2}, 2), copy;
  struct weight i = histogram((const double[]){0, 1, 2}, (const double[]){1, 3}, 2);
  assert_true(weight_copy(&copy, &h, &err));
  assert_true(copy.hash == h.hash && h.hash != i.hash && copy.edge != h.edge);
  near(weight_mass(&copy, 0, 1), 1.0 / 3);
  weight_release(&copy);
  weight_release(&h);
  weight_release(&i);
  assert_string_equal(weight_name(NULL), "uniform");
  assert_string_equal(weight_name(&named), "other");
}

/* tanh at scale 1, codes -2 ... 2 but a table of zeros: the errors are the values. */
static struct spec tiny(struct function *function) {
  *function = *function_find("tanh");
  function->lo = -2, function->hi = 2;
  return (struct spec){
      .function = function, .in_bits = 4, .scales = {1, {1}}, .slope = {8, 6}, .intercept = {8, 6}, .entries = 2};
}

static void test_normal_by_hand(void **state) {
  (void)state;
  struct function function;
  struct spec spec = tiny(&function);
  const struct weight normal = make(WEIGHT_NORMAL, 0, 1);
  spec.weight = &normal;
  const struct design zeros = {.entries = 2};
  struct score score;
  evaluate(&spec, &zeros, &score);
  /* Phi(0.5) - Phi(-0.5), Phi(1.5) - Phi(0.5), Phi(2.5) - Phi(1.5) */
  const double w0 = 0.38292492254802620728, w1 = 0.24173033745712884, w2 = 0.06059753594308194, t1 = tanh(1),
               t2 = tanh(2), sum = w0 + 2 * w1 + 2 * w2;
  assert_close(score.exact.mse, (2 * w1 * t1 * t1 + 2 * w2 * t2 * t2) / sum, 1e-14);
  assert_close(score.exact.mae, (2 * w1 * t1 + 2 * w2 * t2) / sum, 1e-14);
  assert_close(score.exact.max_abs, t2, 1e-15);
  assert_int_equal(score.codes[0], 5);
}

/* Codes without weight count for nothing, and a scale without codes is left out of the mean. */
static void test_histogram_by_hand(void **state) {
  (void)state;
  struct function function;
  struct spec spec = tiny(&function);
  spec.scales = (struct scale_set){2, {1, 0.125}};
  /* At scale 1 the codes 1 (half its interval) and 2 have weights 1 and 3; at 1/8 the codes end before 1. */
  struct weight weight = histogram((const double[]){1, 1.5, 2.5}, (const double[]){1, 3}, 2);
  spec.weight = &weight;
  const struct design zeros = {.entries = 2};
  struct score score;
  struct error err;
  assert_true(spec_check(&spec, &err));
  evaluate(&spec, &zeros, &score);
  assert_int_equal(score.scales_counted, 1);
  assert_int_equal(score.codes[0], 2);
  assert_int_equal(score.codes[1], 0);
  assert_close(score.exact.mse, (tanh(1) * tanh(1) + 3 * tanh(2) * tanh(2)) / 4, 1e-15);
  assert_close(score.exact.mae, (tanh(1) + 3 * tanh(2)) / 4, 1e-15);
  struct problem *problem = problem_create(&spec, &err);
  assert_non_null(problem);
  double sum[SUMS];
  run_sums(problem->prefix, 0, problem->line.bounds - 1, sum);
  assert_close(sum[SUM_W], 1, 1e-15);
  assert_close(sum[SUM_X], 1.75, 1e-15);
  problem_free(problem);
  weight_release(&weight);
}

/* Nine sigmas out there are no codes: their weight would not change the sum. */
static void test_negligible(void **state) {
  (void)state;
  struct function function;
  struct spec spec = tiny(&function);
  spec.in_bits = 8, spec.scales.scale[0] = 0x1p-6;
  const struct weight narrow = make(WEIGHT_NORMAL, 0, 0.125);
  spec.weight = &narrow;
  const struct code_weights weights = code_weights_at(&spec, 0x1p-6);
  int counted = 0;
  for (int32_t q = weights.codes.first; q <= weights.codes.last; q++)
    counted += code_weight(&weights, q) > 0;
  /* 2^-53 of all is the mass of the code about 65 / 64 = 8.1 sigmas out. */
  assert_in_range(counted, 2 * 60, 2 * 68);
}

static void test_nothing_counts(void **state) {
  (void)state;
  struct function function;
  struct spec spec = tiny(&function);
  struct error err;
  const struct weight away = make(WEIGHT_RANGE, 3, 4), far = make(WEIGHT_NORMAL, 1000, 1);
  spec.weight = &away;
  assert_false(spec_check(&spec, &err));
  assert_non_null(strstr(err.text, "'w' gives every code"));
  spec.weight = &far;
  assert_false(spec_check(&spec, &err));
}

/* A weight that is the same for all codes gives the figures of none at all. */
static void test_flat_is_uniform(void **state) {
  (void)state;
  struct random_stream stream = {9};
  const struct random_limits limits = {4, 8, 12, 10, 16, 5, 300, true, true};
  const struct weight flat = make(WEIGHT_RANGE, -1e6, 1e6);
  for (int i = 0; i < 50; i++) {
    struct random_problem random;
    struct design design;
    struct score with, without;
    random_problem_draw(&random, &stream, &limits);
    random_design(&random.spec, &stream, &design);
    random.spec.weight = &flat;
    evaluate(&random.spec, &design, &with);
    random.spec.weight = NULL;
    evaluate(&random.spec, &design, &without);
    assert_memory_equal(with.codes, without.codes, sizeof with.codes);
    assert_close(with.exact.mse, without.exact.mse, 1e-9 * without.exact.mse);
    assert_close(with.requantised.mae, without.requantised.mae, 1e-9 * without.requantised.mae);
    assert_close(with.exact.max_abs, without.exact.max_abs, 0);
    random_problem_release(&random);
  }
}

static void test_not_shared(void **state) {
  (void)state;
  struct function function;
  const struct weight weight = make(WEIGHT_NORMAL, 0, 1);
  struct spec spec = tiny(&function), other = spec;
  other.weight = &weight;
  assert_false(problem_shared(&spec, &other));
  spec.weight = &weight;
  assert_true(problem_shared(&spec, &other));
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_known_masses),      cmocka_unit_test(test_masses),
                                     cmocka_unit_test(test_refused),           cmocka_unit_test(test_hash),
                                     cmocka_unit_test(test_normal_by_hand),    cmocka_unit_test(test_negligible),
                                     cmocka_unit_test(test_histogram_by_hand), cmocka_unit_test(test_nothing_counts),
                                     cmocka_unit_test(test_not_shared),        cmocka_unit_test(test_flat_is_uniform)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
