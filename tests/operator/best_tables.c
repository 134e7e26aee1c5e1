#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "exact/exact.h"
#include "operator/best_tables.h"

enum { TABLES = 3, ENTRIES = 16 };

static const char *const names[TABLES] = {"exp", "div", "rsqrt"};
static struct exact_answer answers[TABLES];

struct spec best_tables_spec(const char *function, int entries) {
  return (struct spec){.function = function_find(function),
                       .in_bits = 8,
                       .scales = {7, {1, 0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625}},
                       .slope = {8, 6},
                       .intercept = {8, 6},
                       .tails = strcmp(function, "exp") == 0 ? TAILS_ASYMPTOTE : TAILS_FREE,
                       .entries = entries};
}

int best_tables_solve(void **state) {
  (void)state;
  const struct exact_resources with = {.threads = 1};
  const struct exact_goal goal = {EXACT_MSE, (double)INFINITY};
  for (int i = 0; i < TABLES; i++) {
    const struct spec spec = best_tables_spec(names[i], ENTRIES);
    struct error err;
    if (!exact_solve(&with, &spec, &goal, ENTRIES, &answers[i], &err))
      return -1;
  }
  return 0;
}

const struct design *best_table(const char *function, int entries) {
  for (int i = 0; i < TABLES; i++)
    if (strcmp(function, names[i]) == 0)
      return &answers[i].table[entries].design;
  return NULL;
}

struct operator_settings best_tables_settings(enum operator_kind kind) {
  struct operator_settings settings = operator_settings_default(kind);
  settings.lengths = 2;
  settings.length[0] = 1;
  settings.length[1] = 40;
  settings.vectors = 20;
  return settings;
}

void best_tables_softmax(struct operator_score *score, int entries, const struct operator_settings *settings) {
  const struct spec exp_spec = best_tables_spec("exp", entries), div_spec = best_tables_spec("div", entries);
  const struct operator_table exp_table = {.spec = &exp_spec, .design = best_table("exp", entries)};
  const struct operator_table div_table = {.spec = &div_spec, .design = best_table("div", entries)};
  struct error err;
  assert_true(operator_softmax_score(&exp_table, &div_table, settings, score, &err));
}

void best_tables_layernorm(struct operator_score *score, int entries, const struct operator_settings *settings) {
  const struct spec spec = best_tables_spec("rsqrt", entries);
  const struct operator_table table = {.spec = &spec, .design = best_table("rsqrt", entries)};
  struct error err;
  assert_true(operator_layernorm_score(&table, settings, score, &err));
}
