/* Figures of operators, taken once more by their definitions from vectors of the same source. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>

#include "close.h"
#include "operator/best_tables.h"
#include "operator/vectors.h"

static void test_softmax_figures(void **state) {
  (void)state;
  struct operator_settings settings = best_tables_settings(OPERATOR_SOFTMAX);
  struct operator_score score;
  settings.scales = (struct scale_set){1, {0.0625}};
  best_tables_softmax(&score, 8, &settings);
  const struct operator_case *const at = &score.cases[6 + OPERATOR_LAPLACE];
  assert_int_equal(at->length, 40);
  assert_int_equal(at->distribution, OPERATOR_LAPLACE);
  const struct vector_source source = {1, OPERATOR_LAPLACE, 40, 2};
  double mse = 0, mae = 0, max_abs = 0, sum_error = 0, top1 = 0, divergence = 0;
  for (uint32_t v = 0; v < 20; v++) {
    double x[40], p[40], sum = 0, total = 0, kl = 0;
    int32_t q[40], out[40];
    int top = 0, found = 0;
    vector_draw(&source, v, x);
    vector_quantise(x, 40, 0.0625, 8, q);
    for (int i = 0; i < 40; i++)
      sum += exp(0.0625 * q[i]);
    for (int i = 0; i < 40; i++) {
      p[i] = exp(0.0625 * q[i]) / sum;
      out[i] = (int32_t)fmin(rint(p[i] * 256), 255);
      total += out[i] / 256.0;
      top = q[i] > q[top] ? i : top;
      found = out[i] > out[found] ? i : found;
      mse += pow(out[i] / 256.0 - p[i], 2) / 40 / 20;
      mae += fabs(out[i] / 256.0 - p[i]) / 40 / 20;
      max_abs = fmax(max_abs, fabs(out[i] / 256.0 - p[i]));
    }
    for (int i = 0; i < 40; i++)
      if (out[i] > 0)
        kl += out[i] / 256.0 / total * log(out[i] / 256.0 / total / p[i]);
    sum_error += fabs(total - 1) / 20;
    top1 += (top == found) / 20.0;
    divergence += kl / 20;
  }
  const struct operator_figures *const figures = &at->figures[OPERATOR_OUTPUT];
  assert_close(figures->mse, mse, 1e-15);
  assert_close(figures->mae, mae, 1e-14);
  assert_close(figures->max_abs, max_abs, 1e-14);
  assert_close(figures->sum_error, sum_error, 1e-14);
  assert_close(figures->top1, top1, 1e-14);
  assert_close(figures->divergence, divergence, 1e-12);
  operator_score_release(&score);
}

/* In real numbers, with an epsilon that matters, at the second of two scales. */
static void test_layernorm_figures(void **state) {
  (void)state;
  struct operator_settings settings = best_tables_settings(OPERATOR_LAYERNORM);
  struct operator_score score;
  settings.scales = (struct scale_set){2, {1, 0.0625}};
  settings.epsilon = 0.5;
  best_tables_layernorm(&score, 8, &settings);
  const struct vector_source source = {1, OPERATOR_NORMAL, 40, 1};
  double mse = 0, max_abs = 0;
  for (uint32_t v = 0; v < 20; v++) {
    double x[40], mean = 0, variance = 0;
    int32_t q[40];
    vector_draw(&source, v, x);
    vector_quantise(x, 40, 0.0625, 8, q);
    for (int i = 0; i < 40; i++)
      mean += 0.0625 * q[i] / 40;
    for (int i = 0; i < 40; i++)
      variance += pow(0.0625 * q[i] - mean, 2) / 40;
    for (int i = 0; i < 40; i++) {
      const double y = (0.0625 * q[i] - mean) / sqrt(variance + 0.5);
      const double error = fmin(fmax(rint(16 * y), -128), 127) / 16 - y;
      mse += error * error / 40 / 20;
      max_abs = fmax(max_abs, fabs(error));
    }
  }
  const struct operator_figures *const figures = score.cases[13].figures;
  assert_int_equal(score.cases[13].length, 40);
  assert_close(figures[OPERATOR_OUTPUT].mse, mse, 1e-14);
  assert_close(figures[OPERATOR_OUTPUT].max_abs, max_abs, 1e-13);
  assert_true(figures[OPERATOR_IDEAL].mse < 1.2 * mse && figures[OPERATOR_TABLES].mse < 5 * mse);
  operator_score_release(&score);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_softmax_figures),
      cmocka_unit_test(test_layernorm_figures),
  };
  return cmocka_run_group_tests(tests, best_tables_solve, NULL);
}
