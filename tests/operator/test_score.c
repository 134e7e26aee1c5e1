/* Scores of operators: against figures taken here, and the tables that they take. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "close.h"
#include "exact/exact.h"
#include "operator/operator.h"
#include "operator/vectors.h"

/* Whatever a test wants of the best tables of up to 16 entries. */
static struct exact_answer exp_tables, div_tables, rsqrt_tables;

static struct spec int8_spec(const char *function, int entries) {
  return (struct spec){.function = function_find(function),
                       .in_bits = 8,
                       .scales = {7, {1, 0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625}},
                       .slope = {8, 6},
                       .intercept = {8, 6},
                       .tails = strcmp(function, "exp") == 0 ? TAILS_ASYMPTOTE : TAILS_FREE,
                       .entries = entries};
}

static bool solve(struct exact_answer *answer, const char *function) {
  const struct spec spec = int8_spec(function, 16);
  const struct exact_resources with = {.threads = 1};
  const struct exact_goal goal = {EXACT_MSE, (double)INFINITY};
  struct error err;
  return exact_solve(&with, &spec, &goal, 16, answer, &err);
}

static int solve_all(void **state) {
  (void)state;
  return solve(&exp_tables, "exp") && solve(&div_tables, "div") && solve(&rsqrt_tables, "rsqrt") ? 0 : -1;
}

static struct operator_settings small_settings(enum operator_kind kind) {
  struct operator_settings settings = operator_settings_default(kind);
  settings.lengths = 2;
  settings.length[0] = 1;
  settings.length[1] = 40;
  settings.vectors = 20;
  return settings;
}

/* Scores with the best tables of so many entries. */
static void score_softmax(struct operator_score *score, int entries, const struct operator_settings *settings) {
  const struct spec exp_spec = int8_spec("exp", entries), div_spec = int8_spec("div", entries);
  const struct operator_table exp_table = {.spec = &exp_spec, .design = &exp_tables.table[entries].design};
  const struct operator_table div_table = {.spec = &div_spec, .design = &div_tables.table[entries].design};
  struct error err;
  assert_true(operator_softmax_score(&exp_table, &div_table, settings, score, &err));
}

static void score_layernorm(struct operator_score *score, int entries, const struct operator_settings *settings) {
  const struct spec spec = int8_spec("rsqrt", entries);
  const struct operator_table table = {.spec = &spec, .design = &rsqrt_tables.table[entries].design};
  struct error err;
  assert_true(operator_layernorm_score(&table, settings, score, &err));
}

static void assert_same(const struct operator_score *a, const struct operator_score *b) {
  assert_int_equal(a->count, b->count);
  for (size_t i = 0; i < a->count; i++) {
    assert_int_equal(a->cases[i].length, b->cases[i].length);
    assert_memory_equal(a->cases[i].figures, b->cases[i].figures, sizeof a->cases[i].figures);
  }
}

/* The same seed makes the same figures on any number of threads; another seed others. */
static void test_reproducible(void **state) {
  (void)state;
  for (int kind = 0; kind < OPERATOR_KINDS; kind++) {
    struct operator_settings settings = small_settings((enum operator_kind)kind);
    struct operator_score one, three, other;
    void (*const score)(struct operator_score *, int, const struct operator_settings *) =
        kind == OPERATOR_SOFTMAX ? score_softmax : score_layernorm;
    score(&one, 8, &settings);
    settings.threads = 3;
    score(&three, 8, &settings);
    settings.seed = 2;
    score(&other, 8, &settings);
    assert_int_equal(one.count, 2 * 6 * 7);
    assert_same(&one, &three);
    assert_memory_not_equal(one.cases[7 * 6].figures, other.cases[7 * 6].figures, sizeof one.cases[0].figures);
    operator_score_release(&one);
    operator_score_release(&three);
    operator_score_release(&other);
  }
}

/* A case of Softmax once more, with vectors of the same source and figures by their definitions. */
static void test_figures(void **state) {
  (void)state;
  struct operator_settings settings = small_settings(OPERATOR_SOFTMAX);
  struct operator_score score;
  settings.scales = (struct scale_set){1, {0.0625}};
  score_softmax(&score, 8, &settings);
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

static struct operator_figures mean_of(const struct operator_score *score, enum operator_variant variant) {
  const struct operator_choice all = {.length = 0, .distribution = -1, .scale = 0};
  struct operator_figures figures[OPERATOR_VARIANTS];
  assert_int_equal(operator_score_mean(score, all, figures), score->count);
  return figures[variant];
}

/* More entries are better, ideal functions better still, and rounding the output alone costs least. */
static void test_better_tables(void **state) {
  (void)state;
  for (int kind = 0; kind < OPERATOR_KINDS; kind++) {
    struct operator_settings settings = operator_settings_default((enum operator_kind)kind);
    struct operator_score four, sixteen;
    void (*const score)(struct operator_score *, int, const struct operator_settings *) =
        kind == OPERATOR_SOFTMAX ? score_softmax : score_layernorm;
    settings.lengths = 1;
    settings.length[0] = 40;
    settings.scales = (struct scale_set){1, {0.125}};
    score(&four, 4, &settings);
    score(&sixteen, 16, &settings);
    const double poor = mean_of(&four, OPERATOR_TABLES).mse, good = mean_of(&sixteen, OPERATOR_TABLES).mse;
    const double ideal = mean_of(&four, OPERATOR_IDEAL).mse, output = mean_of(&four, OPERATOR_OUTPUT).mse;
    assert_true(poor > 1.2 * good && good > ideal && ideal > output);
    assert_close(mean_of(&sixteen, OPERATOR_IDEAL).mse, ideal, 0);
    operator_score_release(&four);
    operator_score_release(&sixteen);
  }
}

/* A vector of one value: its softmax is 1, its layernorm 0. Constant vectors: 1/L, and 0. */
static void test_degenerate(void **state) {
  (void)state;
  struct operator_settings settings = small_settings(OPERATOR_SOFTMAX);
  struct operator_score score;
  struct operator_figures figures[OPERATOR_VARIANTS];
  settings.length[1] = 64;
  settings.out_frac = 7;
  score_softmax(&score, 8, &settings);
  assert_int_equal(operator_score_mean(&score, (struct operator_choice){1, -1, 0}, figures), 42);
  assert_close(figures[OPERATOR_IDEAL].max_abs, 0, 0);
  assert_close(figures[OPERATOR_OUTPUT].max_abs, 0, 0);
  assert_close(figures[OPERATOR_TABLES].top1, 1, 0);
  assert_int_equal(operator_score_mean(&score, (struct operator_choice){64, OPERATOR_CONSTANT, 0.25}, figures), 1);
  assert_close(figures[OPERATOR_IDEAL].max_abs, 0, 1e-15);
  assert_close(figures[OPERATOR_IDEAL].sum_error, 0, 1e-15);
  assert_close(figures[OPERATOR_IDEAL].divergence, 0, 1e-12);
  assert_int_equal(operator_score_mean(&score, (struct operator_choice){65, -1, 0}, figures), 0);
  operator_score_release(&score);
  settings = small_settings(OPERATOR_LAYERNORM);
  settings.epsilon = 0;
  settings.scales = (struct scale_set){2, {0.1, 0.25}};
  score_layernorm(&score, 8, &settings);
  assert_int_equal(operator_score_mean(&score, (struct operator_choice){0, OPERATOR_CONSTANT, 0}, figures), 4);
  for (int v = 0; v < OPERATOR_VARIANTS; v++)
    assert_close(figures[v].max_abs, 0, 0);
  operator_score_release(&score);
}

/* A table of another function is refused; a renamed one, an expression or another domain will do. */
static void test_tables(void **state) {
  (void)state;
  struct operator_settings settings = small_settings(OPERATOR_SOFTMAX);
  struct spec spec = int8_spec("exp", 8), wrong = int8_spec("exp2", 8);
  const struct operator_table exp_table = {.spec = &spec, .design = &exp_tables.table[8].design};
  const struct operator_table other = {.spec = &wrong, .design = &exp_tables.table[8].design};
  struct operator_score score;
  struct function own;
  struct error err;
  assert_false(operator_softmax_score(&other, &exp_table, &settings, &score, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
  assert_non_null(strstr(err.text, "exp2"));
  assert_false(operator_softmax_score(&exp_table, &exp_table, &settings, &score, &err));
  assert_non_null(strstr(err.text, "div"));
  assert_true(function_from_expression(&own, "mine", "exp(x)", -12, 0, &err));
  spec.function = &own;
  assert_true(operator_table_check(&exp_table, "exp", &err));
  function_release(&own);
  assert_true(function_from_expression(&own, "mine", "exp(x)", -12, -1, &err));
  const struct spec div_spec = int8_spec("div", 8);
  const struct operator_table div_table = {.spec = &div_spec, .design = &div_tables.table[8].design};
  assert_false(operator_softmax_score(&exp_table, &div_table, &settings, &score, &err));
  assert_non_null(strstr(err.text, "ends at -1"));
  function_release(&own);
}

static void test_epsilon_too_large(void **state) {
  (void)state;
  struct operator_settings settings = small_settings(OPERATOR_LAYERNORM);
  const struct spec spec = int8_spec("rsqrt", 8);
  const struct operator_table table = {.spec = &spec, .design = &rsqrt_tables.table[8].design};
  struct operator_score score;
  struct error err;
  settings.epsilon = 1;
  settings.scales = (struct scale_set){2, {1, 0x1p-16}};
  assert_false(operator_layernorm_score(&table, &settings, &score, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
  assert_non_null(strstr(err.text, "epsilon"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_reproducible), cmocka_unit_test(test_figures), cmocka_unit_test(test_better_tables),
      cmocka_unit_test(test_degenerate),   cmocka_unit_test(test_tables),  cmocka_unit_test(test_epsilon_too_large),
  };
  return cmocka_run_group_tests(tests, solve_all, NULL);
}
