/* Single lines: bounds are below everything they bound, and the best line of a run is the best of all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "exact/best_line.h"
#include "exact/brute_force.h"
#include "reference/random_restriction.h"

enum { PROBLEMS = 200 * TEST_EFFORT, RUNS = 6, BUNDLES = 40, LINES = 12 };

/* A random problem with a random goal, ready to be judged. */
struct subject {
  struct random_problem random;
  struct exact_goal goal;
  struct problem *problem;
  struct judge judge;
};

/* `exponents` more bits for dynamic parameters; 0: none are dynamic. */
static void draw(struct subject *subject, struct random_stream *stream, const struct random_limits *limits,
                 int exponents) {
  struct error err;
  if (exponents == 0)
    random_problem_draw(&subject->random, stream, limits);
  else
    random_dynamic_draw(&subject->random, stream, limits, 0, exponents);
  subject->goal = (struct exact_goal){(enum exact_objective)random_between(stream, 0, EXACT_OBJECTIVES - 1), INFINITY};
  if (random_between(stream, 0, 1) == 0)
    subject->goal.max_abs_limit = random_real(stream, 0.05, 1);
  subject->problem = problem_create(&subject->random.spec, &err);
  assert_non_null(subject->problem);
  assert_true(judge_create(&subject->judge, &subject->random.spec, subject->problem, &subject->goal, &err));
}

static void release(struct subject *subject) {
  judge_free(&subject->judge);
  problem_free(subject->problem);
  random_problem_release(&subject->random);
}

/* Two boundaries with codes between; false if those drawn have none. */
static bool draw_run(const struct subject *subject, struct random_stream *stream, uint32_t *from, uint32_t *to) {
  const int last = (int)subject->judge.codes.bounds - 1;
  *from = (uint32_t)random_between(stream, 0, last - 1);
  *to = (uint32_t)random_between(stream, (int)*from, last);
  if (random_between(stream, 0, 2) == 0) /* short ones are cases of their own */
    *to = *from + 1;
  return codes_between(&subject->judge.codes, *from, *to) > 0;
}

static const char *text_of(const struct subject *subject) {
  static char text[1024];
  return random_restricted_text(&subject->random, text, sizeof text);
}

/* Random lines of a random bundle, often near a good line, against what is said of all its lines. */
static void check_bundle(const struct subject *subject, struct random_stream *stream, uint32_t from, uint32_t to) {
  const struct problem *problem = subject->problem;
  const line_problem *line = &problem->line;
  const line_fit fit = line_solve(line, problem->prefix, problem->rounding, from, to);
  const bool good = random_between(stream, 0, 1) == 0;
  const int k = good ? fit.slope : random_between(stream, line->slope_min, line->slope_max);
  const int b = good ? fit.intercept : random_between(stream, line->intercept_min, line->intercept_max);
  const double cost_there = judge_line(&subject->judge, from, to, k, b, INFINITY);
  const int width = random_between(stream, 0, 1) == 0 ? 1 : 8;
  const double pivot = subject->judge.codes.x[subject->judge.codes.start[from]] + random_real(stream, -0.5, 0.5);
  const double value = k * line->slope_step * pivot + b * line->intercept_step;
  const double spread = random_real(stream, 0, 4) * line->intercept_step;
  const struct bundle bundle = {{k - random_between(stream, 0, width), k + random_between(stream, 0, width)},
                                {value - spread, value + random_real(stream, 0, 1) * spread}};
  const double enough = random_between(stream, 0, 1) == 0 ? (double)INFINITY : cost_there * random_real(stream, 0.9, 2);
  const bool ends = random_between(stream, 0, 2) == 0;
  const double bound = judge_bundle(&subject->judge, from, to, pivot, &bundle, enough, ends);
  const double tangent = judge_tangent(&subject->judge, from, to, pivot, &bundle);
  for (int i = 0; i < LINES; i++) {
    const int slope = i == 0 ? k : random_between(stream, bundle.slope[0], bundle.slope[1]);
    const int intercept = i == 0 ? b : b + random_between(stream, -8, 8);
    const double at_pivot = slope * line->slope_step * pivot + intercept * line->intercept_step;
    if (!(at_pivot >= bundle.value[0] && at_pivot <= bundle.value[1]))
      continue;
    const double cost = judge_line(&subject->judge, from, to, slope, intercept, INFINITY);
    const double slack = 1e-12 * cost + 1e-18;
    if (cost < enough && !(bound <= cost + slack && tangent <= cost + slack))
      fail_msg("line (%d, %d) costs %.17g, bounds %.17g and %.17g, objective %d: %s", slope, intercept, cost, bound,
               tangent, (int)subject->goal.objective, text_of(subject));
    if (!(judge_line(&subject->judge, from, to, slope, intercept, enough) >= fmin(cost, enough)))
      fail_msg("line (%d, %d) judged less than %.17g: %s", slope, intercept, fmin(cost, enough), text_of(subject));
  }
}

static void check_bundles(uint64_t seed, const struct random_limits *limits) {
  struct random_stream stream = {seed};
  for (int i = 0; i < PROBLEMS; i++) {
    struct subject subject;
    uint32_t from, to;
    draw(&subject, &stream, limits, 0);
    for (int j = 0; j < BUNDLES; j++)
      if (draw_run(&subject, &stream, &from, &to))
        check_bundle(&subject, &stream, from, to);
    release(&subject);
  }
}

static void test_bundles(void **state) {
  (void)state;
  check_bundles(1, &(struct random_limits){4, 9, 12, 10, 2, 7, 200, false, false});
  check_bundles(2, &(struct random_limits){4, 9, 12, 10, 2, 4, 200, true, false});
  check_bundles(3, &(struct random_limits){4, 9, 8, 8, 2, 4, 200, true, true});
  check_bundles(8, &(struct random_limits){6, 9, 8, 8, 2, 2, 300, false, true});
}

/* The best line of a run by trying all, and what is found when only less than `enough` is asked for. */
static void check_line(const struct subject *subject, struct random_stream *stream, uint32_t from, uint32_t to) {
  const double least = brute_force_line(&subject->random.spec, &subject->goal, from, to);
  const struct best_line best = best_line(&subject->judge, from, to, INFINITY);
  const double slack = 1e-12 * least + 1e-15;
  if (!(fabs(best.cost - least) <= slack) && best.cost != least)
    fail_msg("cost %.17g, least %.17g, %u to %u, objective %d: %s", best.cost, least, (unsigned)from, (unsigned)to,
             (int)subject->goal.objective, text_of(subject));
  assert_true(best.bound == best.cost);
  const double enough = least * random_real(stream, 0.3, 2);
  const struct best_line less = best_line(&subject->judge, from, to, enough);
  if (least < (double)INFINITY && !(less.cost < enough ? fabs(less.cost - least) <= slack && less.bound == less.cost
                                                       : enough <= least + slack && less.bound == enough))
    fail_msg("cost %.17g, bound %.17g, asked for less than %.17g, least %.17g: %s", less.cost, less.bound, enough,
             least, text_of(subject));
}

static void check_lines(uint64_t seed, const struct random_limits *limits, int exponents) {
  struct random_stream stream = {seed};
  for (int i = 0; i < PROBLEMS; i++) {
    struct subject subject;
    uint32_t from, to;
    draw(&subject, &stream, limits, exponents);
    for (int j = 0; j < RUNS; j++)
      if (draw_run(&subject, &stream, &from, &to))
        check_line(&subject, &stream, from, to);
    release(&subject);
  }
}

static void test_lines(void **state) {
  (void)state;
  check_lines(4, &(struct random_limits){4, 7, 5, 6, 2, 3, 60, false, false}, 0);
  check_lines(5, &(struct random_limits){4, 7, 5, 6, 2, 3, 60, true, false}, 0);
  check_lines(6, &(struct random_limits){4, 7, 5, 6, 2, 3, 60, true, true}, 0);
}

/* Formats in which slopes over a single x repeat, and such in which intercepts saturate. */
static void test_wide_lines(void **state) {
  (void)state;
  check_lines(7, &(struct random_limits){4, 5, 7, 4, 2, 2, 20, false, true}, 0);
}

/* Dynamic parameters: most lines are over a single x, or nearly. */
static void test_dynamic_lines(void **state) {
  (void)state;
  check_lines(9, &(struct random_limits){4, 7, 4, 6, 2, 3, 60, false, false}, 4);
  check_lines(10, &(struct random_limits){4, 7, 4, 6, 2, 3, 60, true, true}, 3);
  check_lines(11, &(struct random_limits){4, 5, 5, 4, 2, 1, 20, false, true}, 3);
}

/* The line solver and the search in bundles, each on its own, against all lines. */
static void check_alone(const struct subject *subject, uint32_t from, uint32_t to) {
  const struct problem *problem = subject->problem;
  const struct spec *spec = &subject->random.spec;
  const struct best_line none = {0, 0, INFINITY, INFINITY};
  const double least = brute_force_line(spec, &subject->goal, from, to), slack = 1e-12 * least + 1e-15;
  const struct best_line best = best_line_in_bundles(&subject->judge, from, to, INFINITY, none);
  if (!(fabs(best.cost - least) <= slack) && best.cost != least)
    fail_msg("cost %.17g, least %.17g, %u to %u, objective %d: %s", best.cost, least, (unsigned)from, (unsigned)to,
             (int)subject->goal.objective, text_of(subject));
  struct spec exact = *spec;
  exact.output.bits = 0;
  const double squares = brute_force_line(&exact, &(struct exact_goal){EXACT_MSE, INFINITY}, from, to);
  const line_fit fit = line_solve(&problem->line, problem->prefix, problem->rounding, from, to);
  if (!(fabs(fit.cost - squares) <= 1e-9 * squares + 1e-15))
    fail_msg("(%d, %d) costs %.17g, least %.17g, %u to %u: %s", (int)fit.slope, (int)fit.intercept, fit.cost, squares,
             (unsigned)from, (unsigned)to, text_of(subject));
}

/* Runs over a single x: slopes and intercepts that lie far apart may be better than any that are neighbours. */
static void check_single(uint64_t seed, const struct random_limits *limits) {
  struct random_stream stream = {seed};
  for (int i = 0; i < PROBLEMS / 2; i++) {
    struct subject subject;
    draw(&subject, &stream, limits, 8);
    subject.random.spec.tails = TAILS_FREE; /* brute force pins what is solved here */
    for (uint32_t from = 0; from + 1 < subject.judge.codes.bounds; from++)
      if (codes_between(&subject.judge.codes, from, from + 1) > 0)
        check_alone(&subject, from, from + 1);
    release(&subject);
  }
}

static void test_single(void **state) {
  (void)state;
  check_single(12, &(struct random_limits){5, 7, 4, 6, 2, 1, 60, false, true});
  check_single(13, &(struct random_limits){5, 7, 4, 6, 2, 1, 30, true, false});
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_bundles), cmocka_unit_test(test_lines),
                                     cmocka_unit_test(test_wide_lines), cmocka_unit_test(test_dynamic_lines),
                                     cmocka_unit_test(test_single)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
