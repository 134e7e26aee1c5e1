/* Functions that lines fit without error: what rounding leaves of costs must decide nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "exact/exact.h"
#include "model/evaluate.h"

static const struct exact_goal mse = {EXACT_MSE, (double)INFINITY};

static const struct {
  const char *expression;
  int pieces;
} functions[] = {{"abs(x)", 2}, {"x > 0 ? x : 0", 2}, {"x < -1 ? -1 : x > 1 ? 1 : x", 3}};

enum { FUNCTIONS = sizeof functions / sizeof functions[0] };

static struct spec spec_of(const struct function *function, const struct weight *weight, double scale) {
  return (struct spec){.function = function,
                       .weight = weight,
                       .in_bits = 16,
                       .scales = {1, {scale}},
                       .slope = {8, 6},
                       .intercept = {16, 12}};
}

static void check_proven(const struct spec *spec, int pieces) {
  struct exact_answer *answer = malloc(sizeof *answer);
  const struct exact_resources with = {.threads = 1};
  struct error err;
  struct score score;
  struct spec sized = *spec;
  assert_non_null(answer);
  if (!exact_solve(&with, spec, &mse, pieces + 1, answer, &err))
    fail_msg("%s", err.text);
  for (sized.entries = pieces; sized.entries <= pieces + 1; sized.entries++) {
    evaluate(&sized, &answer->table[sized.entries].design, &score);
    if (score.exact.mse != 0)
      fail_msg("%s, scale %g, N %d: %g", spec->function->name, spec->scales.scale[0], sized.entries, score.exact.mse);
  }
  free(answer);
}

static void check_bounded(const struct spec *spec, int pieces) {
  double bound[ENTRIES_MAX + 1];
  struct error err;
  if (!exact_bounds(spec, &mse, 1, ENTRIES_MAX, bound, &err))
    fail_msg("%s", err.text);
  for (int n = pieces; n <= ENTRIES_MAX; n++)
    if (bound[n] != 0)
      fail_msg("%s, scale %g, N %d: %g", spec->function->name, spec->scales.scale[0], n, bound[n]);
}

typedef void check_table(const struct spec *spec, int pieces);

static void check_all(check_table *check) {
  static const double scales[] = {0x1p-9, 0.002};
  const struct weight normal = {.name = "normal", .kind = WEIGHT_NORMAL, .parameter = {0.3, 0.7}};
  for (int f = 0; f < FUNCTIONS; f++)
    for (int i = 0; i < 4; i++) {
      struct function function;
      struct error err;
      if (!function_from_expression(&function, functions[f].expression, functions[f].expression, -3.3, 3.1, &err))
        fail_msg("%s", err.text);
      const struct spec spec = spec_of(&function, i % 2 == 0 ? NULL : &normal, scales[i / 2]);
      check(&spec, functions[f].pieces);
      function_release(&function);
    }
}

static void test_tables(void **state) {
  (void)state;
  check_all(check_proven);
}

static void test_bounds(void **state) {
  (void)state;
  check_all(check_bounded);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_tables), cmocka_unit_test(test_bounds)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
