/* Every goal's solver against brute force, the evaluator and itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "exact/brute_force.h"
#include "exact/sums.h"
#include "reference/random_problem.h"
#include "reference/reference.h"

enum { PROBLEMS = 40 * TEST_EFFORT, ENTRIES = 4 };

static const struct exact_resources resources = {.threads = 1};

static const char *goal_text(const struct random_problem *random, const struct exact_goal *goal, int entries) {
  static char text[1200];
  char problem[1024];
  (void)snprintf(text, sizeof text, "objective %d, limit %.17g, %d entries of %s", (int)goal->objective,
                 goal->max_abs_limit, entries, random_problem_text(random, problem, sizeof problem));
  return text;
}

static void solve(const struct spec *spec, const struct exact_goal *goal, int entries_max,
                  struct exact_answer *answer) {
  struct error err;
  if (!exact_solve(&resources, spec, goal, entries_max, answer, &err))
    fail_msg("%s", err.text);
}

static double figure(const struct errors *errors, enum exact_objective objective) {
  return objective == EXACT_MSE ? errors->mse : objective == EXACT_MAE ? errors->mae : errors->max_abs;
}

static bool close_to(double a, double b) { return fabs(a - b) <= 1e-12 * fmax(fabs(a), fabs(b)) + 1e-15; }

/* A table is what it says: a design of the spec, with the errors claimed, within the limit, proven. */
static void check_table(const struct random_problem *random, const struct exact_goal *goal, int entries,
                        const struct exact_table *table) {
  struct spec spec = random->spec;
  spec.entries = entries;
  struct error err;
  if (!design_check(&table->design, &spec, &err))
    fail_msg("%s: %s", err.text, goal_text(random, goal, entries));
  struct score score, exact;
  evaluate(&spec, &table->design, &score);
  reference_evaluate(&spec, &table->design, &exact);
  if (!close_to(table->value, figure(&score.requantised, goal->objective)) ||
      !close_to(table->value, figure(&exact.requantised, goal->objective)))
    fail_msg("value %.17g, evaluated %.17g: %s", table->value, figure(&score.requantised, goal->objective),
             goal_text(random, goal, entries));
  if (goal->objective == EXACT_MSE && score.requantised.max_abs > goal->max_abs_limit)
    fail_msg("error %.17g: %s", score.requantised.max_abs, goal_text(random, goal, entries));
  if (table->bound != table->value)
    fail_msg("bound %.17g of %.17g: %s", table->bound, table->value, goal_text(random, goal, entries));
}

static void check_goal(const struct random_problem *random, const struct exact_goal *goal, int entries_max) {
  struct exact_answer *answer = malloc(sizeof *answer);
  struct brute_force brute;
  assert_non_null(answer);
  solve(&random->spec, goal, entries_max, answer);
  brute_force_create(&brute, &random->spec, goal);
  assert_int_equal(answer->entries_max, entries_max);
  for (int n = ENTRIES_MIN; n <= entries_max; n++) {
    const double optimum = brute_force_optimum(&brute, n);
    const struct exact_table *table = &answer->table[n];
    if (table->feasible != (optimum < HUGE_VAL))
      fail_msg("%s, though the optimum is %.17g: %s", table->feasible ? "feasible" : "infeasible", optimum,
               goal_text(random, goal, n));
    if (!table->feasible) {
      assert_true(table->bound == (double)INFINITY);
      continue;
    }
    check_table(random, goal, n, table);
    if (!close_to(table->value, optimum))
      fail_msg("value %.17g, optimum %.17g: %s", table->value, optimum, goal_text(random, goal, n));
  }
  brute_force_free(&brute);
  free(answer);
}

/* The largest error of the best table of some size: limits near it are the hard ones. */
static double least_largest(const struct spec *spec, int entries) {
  struct exact_answer *answer = malloc(sizeof *answer);
  assert_non_null(answer);
  solve(spec, &(struct exact_goal){EXACT_MAX_ABS, INFINITY}, entries, answer);
  const double value = answer->table[entries].value;
  free(answer);
  return value;
}

static void check_all_goals(uint64_t seed, int problems, const struct random_limits *limits) {
  struct random_stream stream = {seed};
  for (int i = 0; i < problems; i++) {
    struct random_problem random;
    random_problem_draw(&random, &stream, limits);
    check_goal(&random, &(struct exact_goal){EXACT_MAX_ABS, INFINITY}, limits->entries_max);
    check_goal(&random, &(struct exact_goal){EXACT_MAE, INFINITY}, limits->entries_max);
    if (random.spec.output.bits != 0) /* without a stage it is another solver's */
      check_goal(&random, &(struct exact_goal){EXACT_MSE, INFINITY}, limits->entries_max);
    const double largest = least_largest(&random.spec, random_between(&stream, ENTRIES_MIN, limits->entries_max));
    /* A little more than the least keeps away from the last digit of the reference. */
    const double factor = random_between(&stream, 0, 3) == 0 ? 1 + 1e-9 : random_real(&stream, 0.7, 2.5);
    check_goal(&random, &(struct exact_goal){EXACT_MSE, largest * factor}, limits->entries_max);
    random_problem_release(&random);
  }
}

static void test_exact_scales(void **state) {
  (void)state;
  check_all_goals(1, 2 * PROBLEMS, &(struct random_limits){4, 5, 4, 4, ENTRIES, 3, 9, false, false});
}

static void test_any_scales(void **state) {
  (void)state;
  check_all_goals(2, 2 * PROBLEMS, &(struct random_limits){4, 5, 4, 4, ENTRIES, 3, 9, true, false});
}

static void test_output_stage(void **state) {
  (void)state;
  check_all_goals(3, 2 * PROBLEMS, &(struct random_limits){4, 5, 4, 4, ENTRIES, 3, 9, false, true});
}

static void test_output_stage_any_scales(void **state) {
  (void)state;
  check_all_goals(4, PROBLEMS, &(struct random_limits){4, 5, 4, 4, ENTRIES, 3, 9, true, true});
}

/* Wider formats over few codes, and more breakpoints in narrow ones. */
static void test_wider(void **state) {
  (void)state;
  check_all_goals(5, PROBLEMS / 6, &(struct random_limits){4, 4, 6, 7, ENTRIES, 2, 6, true, true});
  check_all_goals(6, PROBLEMS / 6, &(struct random_limits){4, 6, 3, 3, ENTRIES, 3, 20, true, true});
}

/* More codes and more entries, in formats of few lines. */
static void test_more_codes(void **state) {
  (void)state;
  check_all_goals(8, PROBLEMS / 4, &(struct random_limits){4, 7, 3, 3, 8, 3, 50, true, false});
  check_all_goals(9, PROBLEMS / 4, &(struct random_limits){4, 7, 3, 3, 8, 3, 50, true, true});
}

/* The right tail misses by far what the domain leaves of the function: its entry must be empty. */
static void test_empty_tail(void **state) {
  (void)state;
  struct random_problem random = {.function = *function_find("gelu")};
  random.function.hi = 0.5;
  random.spec = (struct spec){.function = &random.function,
                              .in_bits = 6,
                              .scales = {1, {0.125}},
                              .slope = {5, 3},
                              .intercept = {5, 3},
                              .tails = TAILS_ASYMPTOTE,
                              .entries = 8};
  for (int objective = EXACT_MAE; objective <= EXACT_MAX_ABS; objective++)
    check_goal(&random, &(struct exact_goal){(enum exact_objective)objective, INFINITY}, 8);
}

/* Offer tables of random boundaries, or of some of the best table's. */
static void offer_random(struct tables *tables, const struct judge *judge, const struct exact_answer *answer,
                         struct random_stream *stream) {
  for (int n = ENTRIES_MIN; n <= ENTRIES; n++) {
    uint32_t boundary[ENTRIES_MAX + 1] = {0};
    random_boundaries(judge->codes.bounds, n, stream, &boundary[1]);
    for (int i = 1; i < n && random_between(stream, 0, 1) == 0; i++)
      boundary[i] = (uint32_t)(answer->table[n].design.breakpoint[i - 1] - judge->problem->first_candidate) + 1;
    boundary[n] = judge->codes.bounds - 1;
    bool ascending = answer->table[n].feasible;
    for (int i = 1; i <= n; i++)
      ascending = ascending && boundary[i - 1] <= boundary[i];
    if (ascending)
      tables_offer(tables, judge, n, boundary);
  }
}

/*
 * Sums are searched from the tables there are: whichever these are, the same is found. With little effort what is
 * found is no better, and what is proven no more.
 */
static void check_restart(const struct random_problem *random, const struct exact_goal *goal, uint64_t effort,
                          struct random_stream *stream) {
  struct exact_answer *answer = malloc(sizeof *answer);
  struct error err;
  struct judge judge;
  struct tables tables;
  assert_non_null(answer);
  solve(&random->spec, goal, ENTRIES, answer);
  struct problem *problem = problem_create(&random->spec, &err);
  assert_non_null(problem);
  assert_true(judge_create(&judge, &random->spec, problem, goal, &err));
  tables_clear(&tables, ENTRIES);
  offer_random(&tables, &judge, answer, stream);
  assert_true(sums_solve(&judge, 1, effort, &tables, &err));
  for (int n = ENTRIES_MIN; n <= ENTRIES; n++) {
    const double value = answer->table[n].feasible ? answer->table[n].value : (double)INFINITY;
    const bool found = tables.value[n] == value || close_to(tables.value[n], value);
    const bool proven = tables.bound[n] == value || close_to(tables.bound[n], value);
    if (effort == SUMS_EFFORT ? !found || !proven
                              : !(found || tables.value[n] > value) || !(proven || tables.bound[n] < value))
      fail_msg("value %.17g, bound %.17g, else %.17g: %s", tables.value[n], tables.bound[n], value,
               goal_text(random, goal, n));
  }
  judge_free(&judge);
  problem_free(problem);
  free(answer);
}

static void test_restart(void **state) {
  (void)state;
  struct random_stream stream = {10};
  const struct random_limits limits = {4, 7, 4, 4, ENTRIES, 3, 40, true, true};
  for (int i = 0; i < 2 * PROBLEMS; i++) {
    struct random_problem random;
    random_problem_draw(&random, &stream, &limits);
    const struct exact_goal within = {EXACT_MSE, random_real(&stream, 0.05, 1)};
    check_restart(&random, &(struct exact_goal){EXACT_MAE, INFINITY}, SUMS_EFFORT, &stream);
    check_restart(&random, &within, SUMS_EFFORT, &stream);
    check_restart(&random, &within, (uint64_t)random_between(&stream, 0, 2000), &stream);
    random_problem_release(&random);
  }
}

/* A limit that is the very least largest error can be kept. */
static void test_tight_limit(void **state) {
  (void)state;
  struct random_stream stream = {7};
  const struct random_limits limits = {4, 7, 6, 6, 8, 4, 40, true, true};
  for (int i = 0; i < PROBLEMS / 4; i++) {
    struct random_problem random;
    struct exact_answer *answer = malloc(sizeof *answer);
    assert_non_null(answer);
    random_problem_draw(&random, &stream, &limits);
    const int entries = random.spec.entries;
    const struct exact_goal goal = {EXACT_MSE, least_largest(&random.spec, entries)};
    solve(&random.spec, &goal, entries, answer);
    if (!answer->table[entries].feasible)
      fail_msg("infeasible: %s", goal_text(&random, &goal, entries));
    check_table(&random, &goal, entries, &answer->table[entries]);
    const struct exact_goal less = {EXACT_MSE, nextafter(goal.max_abs_limit, -1)};
    solve(&random.spec, &less, entries, answer);
    if (answer->table[entries].feasible)
      fail_msg("feasible: %s", goal_text(&random, &less, entries));
    free(answer);
    random_problem_release(&random);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_exact_scales), cmocka_unit_test(test_any_scales),
      cmocka_unit_test(test_output_stage), cmocka_unit_test(test_output_stage_any_scales),
      cmocka_unit_test(test_wider),        cmocka_unit_test(test_tight_limit),
      cmocka_unit_test(test_more_codes),   cmocka_unit_test(test_empty_tail),
      cmocka_unit_test(test_restart),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
