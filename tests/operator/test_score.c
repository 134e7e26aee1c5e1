/* Scores of operators: against figures taken here, and the tables that they take. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "close.h"
#include "operator/best_tables.h"

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
    struct operator_settings settings = best_tables_settings((enum operator_kind)kind);
    struct operator_score one, three, other;
    void (*const score)(struct operator_score *, int, const struct operator_settings *) =
        kind == OPERATOR_SOFTMAX ? best_tables_softmax : best_tables_layernorm;
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
        kind == OPERATOR_SOFTMAX ? best_tables_softmax : best_tables_layernorm;
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
  struct operator_settings settings = best_tables_settings(OPERATOR_SOFTMAX);
  struct operator_score score;
  struct operator_figures figures[OPERATOR_VARIANTS];
  settings.length[1] = 64;
  settings.out_frac = 7;
  best_tables_softmax(&score, 8, &settings);
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
  /* 1/1024 is 0 in 7 bits: outputs that are all zero count as uniform, which here is the truth. */
  settings.length[1] = 1024;
  best_tables_softmax(&score, 8, &settings);
  assert_int_equal(operator_score_mean(&score, (struct operator_choice){1024, OPERATOR_CONSTANT, 0}, figures), 7);
  assert_close(figures[OPERATOR_TABLES].sum_error, 1, 0);
  assert_close(figures[OPERATOR_TABLES].divergence, 0, 1e-12);
  operator_score_release(&score);
  settings = best_tables_settings(OPERATOR_LAYERNORM);
  settings.epsilon = 0;
  settings.scales = (struct scale_set){2, {0.1, 0.25}};
  best_tables_layernorm(&score, 8, &settings);
  assert_int_equal(operator_score_mean(&score, (struct operator_choice){0, OPERATOR_CONSTANT, 0}, figures), 4);
  for (int v = 0; v < OPERATOR_VARIANTS; v++)
    assert_close(figures[v].max_abs, 0, 0);
  operator_score_release(&score);
}

/* A table of another function is refused; a renamed one, an expression or another domain will do. */
static void test_tables(void **state) {
  (void)state;
  struct operator_settings settings = best_tables_settings(OPERATOR_SOFTMAX);
  struct spec spec = best_tables_spec("exp", 8), wrong = best_tables_spec("exp2", 8);
  const struct operator_table exp_table = {.spec = &spec, .design = best_table("exp", 8)};
  const struct operator_table other = {.spec = &wrong, .design = best_table("exp", 8)};
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
  const struct spec div_spec = best_tables_spec("div", 8);
  const struct operator_table div_table = {.spec = &div_spec, .design = best_table("div", 8)};
  assert_false(operator_softmax_score(&exp_table, &div_table, &settings, &score, &err));
  assert_non_null(strstr(err.text, "ends at -1"));
  function_release(&own);
}

static void test_epsilon_too_large(void **state) {
  (void)state;
  struct operator_settings settings = best_tables_settings(OPERATOR_LAYERNORM);
  const struct spec spec = best_tables_spec("rsqrt", 8);
  const struct operator_table table = {.spec = &spec, .design = best_table("rsqrt", 8)};
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
      cmocka_unit_test(test_reproducible), cmocka_unit_test(test_better_tables),     cmocka_unit_test(test_degenerate),
      cmocka_unit_test(test_tables),       cmocka_unit_test(test_epsilon_too_large),
  };
  return cmocka_run_group_tests(tests, best_tables_solve, NULL);
}
