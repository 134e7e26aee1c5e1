#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "calibrate/least_squares.h"
#include "reference/random_problem.h"

static void test_recovers_coefficients(void **state) {
  (void)state;
  struct random_stream stream = {1};
  for (int trial = 0; trial < 100; trial++) {
    struct least_squares fit = {.features = (size_t)random_between(&stream, 1, 5)};
    double truth[FEATURES_MAX], found[FEATURES_MAX];
    for (size_t i = 0; i < fit.features; i++)
      truth[i] = random_between(&stream, 0, 2) == 0 ? 0 : random_real(&stream, 0.1, 10);
    for (int n = 0; n < 40; n++) {
      double feature[FEATURES_MAX], measured = 0;
      for (size_t i = 0; i < fit.features; i++) {
        feature[i] = random_real(&stream, 0.1, 100);
        measured += truth[i] * feature[i];
      }
      if (measured > 0)
        least_squares_add(&fit, feature, measured);
    }
    least_squares_solve(&fit, found);
    for (size_t i = 0; i < fit.features; i++)
      assert_true(fabs(found[i] - truth[i]) < 1e-5);
  }
}

static double squares(double features[][2], const double *measured, int count, double a, double b) {
  double sum = 0;
  for (int n = 0; n < count; n++)
    sum += pow((a * features[n][0] + b * features[n][1]) / measured[n] - 1, 2);
  return sum;
}

/* With noise, and where the free optimum would be negative: no point of a fine grid is better. */
static void test_is_the_best_that_is_not_negative(void **state) {
  (void)state;
  enum { COUNT = 12 };
  struct random_stream stream = {2};
  for (int trial = 0; trial < 20; trial++) {
    struct least_squares fit = {.features = 2};
    double features[COUNT][2], measured[COUNT], found[FEATURES_MAX];
    for (int n = 0; n < COUNT; n++) {
      features[n][0] = random_real(&stream, 1, 2);
      features[n][1] = random_real(&stream, 1, 2);
      measured[n] = 3 * features[n][0] + (trial % 2 == 0 ? -0.5 : 0.5) * features[n][1] + random_real(&stream, 0, 0.3);
      least_squares_add(&fit, features[n], measured[n]);
    }
    least_squares_solve(&fit, found);
    assert_true(found[0] >= 0 && found[1] >= 0);
    const double best = squares(features, measured, COUNT, found[0], found[1]);
    for (double a = 0; a < 5; a += 0.05)
      for (double b = 0; b < 5; b += 0.05)
        assert_true(squares(features, measured, COUNT, a, b) >= best - 1e-12);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_recovers_coefficients),
                                     cmocka_unit_test(test_is_the_best_that_is_not_negative)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
