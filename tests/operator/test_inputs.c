/* What operators are scored on: random vectors and settings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "close.h"
#include "operator/operator.h"
#include "operator/vectors.h"

enum { LENGTH = 5000 };

/* Mean 0 and the standard deviation of the vector; each distribution has its own kurtosis. */
static void test_vectors(void **state) {
  (void)state;
  static const double kurtosis[OPERATOR_DISTRIBUTIONS] = {3, 6, 1.8, 75, 3.0, 0};
  static double x[LENGTH], again[LENGTH];
  for (size_t d = 0; d < OPERATOR_DISTRIBUTIONS; d++) {
    const struct vector_source source = {7, (enum operator_distribution)d, LENGTH, 1};
    double fourth = 0;
    for (uint32_t v = 0; v < 20; v++) {
      double mean = 0, square = 0, power = 0;
      vector_draw(&source, v, x);
      for (int i = 0; i < LENGTH; i++) {
        mean += x[i] / LENGTH;
        square += x[i] * x[i] / LENGTH;
        power += pow(x[i], 4) / LENGTH;
      }
      if (d != OPERATOR_CONSTANT) {
        const double deviation = sqrt(square / (d == OPERATOR_OUTLIERS ? 1.99 : 1));
        assert_true(fabs(mean) < 0.1 * deviation && deviation > 0.4 && deviation < 2.4);
      }
      fourth += power / (square * square) / 20;
    }
    vector_draw(&source, 19, again);
    assert_memory_equal(x, again, sizeof x);
    if (d < OPERATOR_PEAKED)
      assert_close(fourth, kurtosis[d], 0.15 * kurtosis[d]);
  }
  vector_draw(&(struct vector_source){7, OPERATOR_CONSTANT, LENGTH, 1}, 3, x);
  assert_close(x[0], x[LENGTH - 1], 0);
  vector_draw(&(struct vector_source){7, OPERATOR_PEAKED, LENGTH, 1}, 3, x);
  int high = 0;
  for (int i = 0; i < LENGTH; i++)
    high += x[i] > 3 && x[i] > x[0] + 1;
  assert_true(high >= 1);
}

static void test_quantise(void **state) {
  (void)state;
  const double x[] = {0.3, -0.25, 0.75, 100, -100, 0};
  const int32_t expected[] = {1, 0, 2, 7, -8, 0};
  int32_t q[6];
  vector_quantise(x, 6, 0.5, 4, q);
  assert_memory_equal(q, expected, sizeof q);
}

static void expect_refusal(const struct operator_settings *settings, enum operator_kind kind, const char *word) {
  struct error err;
  assert_false(operator_settings_check(settings, kind, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
  if (strstr(err.text, word) == NULL)
    fail_msg("'%s' does not mention %s", err.text, word);
}

static void test_settings(void **state) {
  (void)state;
  const struct operator_settings good = operator_settings_default(OPERATOR_SOFTMAX);
  const struct operator_settings norm = operator_settings_default(OPERATOR_LAYERNORM);
  struct operator_settings bad;
  struct error err;
  assert_true(operator_settings_check(&good, OPERATOR_SOFTMAX, &err));
  assert_true(operator_settings_check(&norm, OPERATOR_LAYERNORM, &err));
#define REFUSE(kind, from, field, value)                                                                               \
  do {                                                                                                                 \
    bad = from;                                                                                                        \
    bad.field = value;                                                                                                 \
    expect_refusal(&bad, kind, #field);                                                                                \
  } while (0)
  REFUSE(OPERATOR_SOFTMAX, good, input_bits, 3);
  REFUSE(OPERATOR_SOFTMAX, good, exp_bits, 17);
  REFUSE(OPERATOR_SOFTMAX, good, reciprocal_bits, 25);
  REFUSE(OPERATOR_SOFTMAX, good, out_bits, 17);
  REFUSE(OPERATOR_SOFTMAX, good, out_frac, 6);
  REFUSE(OPERATOR_SOFTMAX, good, out_frac, 9);
  REFUSE(OPERATOR_LAYERNORM, norm, out_frac, 25);
  REFUSE(OPERATOR_LAYERNORM, norm, epsilon, -1);
  REFUSE(OPERATOR_LAYERNORM, norm, epsilon, (double)NAN);
  REFUSE(OPERATOR_SOFTMAX, good, lengths, 0);
  REFUSE(OPERATOR_SOFTMAX, good, distributions, 7);
  REFUSE(OPERATOR_SOFTMAX, good, vectors, 0);
  REFUSE(OPERATOR_SOFTMAX, good, spread, 0);
  REFUSE(OPERATOR_SOFTMAX, good, threads, 0);
#undef REFUSE
  bad = good;
  bad.length[1] = 0;
  expect_refusal(&bad, OPERATOR_SOFTMAX, "length");
  bad = good;
  bad.scales.count = SCALE_MAX + 1;
  expect_refusal(&bad, OPERATOR_SOFTMAX, "scales");
  bad.scales = (struct scale_set){1, {0}};
  expect_refusal(&bad, OPERATOR_SOFTMAX, "scales");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_vectors),
      cmocka_unit_test(test_quantise),
      cmocka_unit_test(test_settings),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
