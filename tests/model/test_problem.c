/* Prefix tables and the line solver against the evaluator, brute force and long sums. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "close.h"
#include "reference/random_problem.h"
#include "reference/reference.h"

enum { PROBLEMS = 400 * TEST_EFFORT, RUN_PROBLEMS = 250 * TEST_EFFORT, RUNS = 6 };

static struct problem *create(const struct spec *spec) {
  struct error err;
  struct problem *problem = problem_create(spec, &err);
  if (problem == NULL) {
    fail_msg("%s", err.text);
    abort();
  }
  return problem;
}

static line_fit fit_of(const struct problem *problem, uint32_t from, uint32_t to) {
  return entry_line(&problem->line, problem->prefix, problem->rounding, from, to);
}

/* Squared errors lose digits in relation to the squares they are made of: those of the function and of k x. */
static double rounding_slack(const struct problem *problem, uint32_t from, uint32_t to, int32_t slope) {
  const double k = (double)slope * problem->line.slope_step;
  double sum[SUMS];
  run_sums(problem->prefix, from, to, sum);
  return 1e-14 * sum[SUM_YY] + 1e-15 * k * k * sum[SUM_XX];
}

static void near(double found, double expected, double slack, const char *what, const struct random_problem *random) {
  char text[1024];
  if (!(fabs(found - expected) <= 1e-9 * expected + slack))
    fail_msg("%s: %.17g, expected %.17g: %s", what, found, expected, random_problem_text(random, text, sizeof text));
}

/* What the search believes of a table is what the evaluator says of its design. */
static void check_cost(const struct random_problem *random, const struct problem *problem, const uint32_t *boundary) {
  const int entries = random->spec.entries;
  double total = 0, slack = 1e-15;
  uint32_t from = 0;
  for (int i = 0; i < entries; i++) {
    const uint32_t to = i < entries - 1 ? boundary[i] : problem->line.bounds - 1;
    const line_fit fit = fit_of(problem, from, to);
    total += fit.cost;
    slack += rounding_slack(problem, from, to, fit.slope);
    from = to;
  }
  struct design design;
  struct score score;
  struct error err;
  problem_design(problem, boundary, entries, &design);
  if (!design_check(&design, &random->spec, &err))
    fail_msg("%s", err.text);
  evaluate(&random->spec, &design, &score);
  near(total, score.exact.mse, slack, "summed costs and mse", random);
}

static void check_costs(uint64_t seed, int problems, const struct random_limits *limits) {
  struct random_stream stream = {seed};
  for (int i = 0; i < problems; i++) {
    struct random_problem random;
    random_problem_draw(&random, &stream, limits);
    struct problem *problem = create(&random.spec);
    for (int d = 0; d < 4; d++) {
      uint32_t boundary[ENTRIES_MAX];
      random_boundaries(problem->line.bounds, random.spec.entries, &stream, boundary);
      check_cost(&random, problem, boundary);
    }
    problem_free(problem);
    random_problem_release(&random);
  }
}

static void test_costs_exact(void **state) {
  (void)state;
  const struct random_limits limits = {4, 9, 12, 10, 24, 7, 300, false, false};
  check_costs(1, PROBLEMS, &limits);
}

static void test_costs_inexact(void **state) {
  (void)state;
  const struct random_limits limits = {4, 9, 12, 10, 24, 5, 300, true, false};
  check_costs(2, PROBLEMS, &limits);
}

/* Decimal scales of which intercepts are odd multiples of half a step: the search must round as the unit does. */
static void test_costs_ties(void **state) {
  (void)state;
  static const double scale[] = {0.4, 0.8, 2.0 / 3, 4.0 / 3, 98, 0.0784, 1.6, 6, 10, 0.28};
  struct random_stream stream = {3};
  for (size_t s = 0; s < sizeof scale / sizeof scale[0]; s++) {
    struct function function = *function_find("sigmoid");
    function.lo = -40 * scale[s], function.hi = 40 * scale[s];
    struct random_problem random = {
        .function = function,
        .spec = {.in_bits = 8, .scales = {1, {scale[s]}}, .slope = {10, 4}, .intercept = {12, 4}, .entries = 24}};
    random.spec.function = &random.function;
    struct problem *problem = create(&random.spec);
    for (int d = 0; d < 20; d++) {
      uint32_t boundary[ENTRIES_MAX];
      random_boundaries(problem->line.bounds, random.spec.entries, &stream, boundary);
      check_cost(&random, problem, boundary);
    }
    problem_free(problem);
  }
}

/* Every intercept code at scales that make ties, near ties and neither: the kernel's Bs is the exact one. */
static void test_intercepts(void **state) {
  (void)state;
  struct random_stream stream = {7};
  for (int i = 0; i < 300; i++) {
    const int divisor = random_between(&stream, 1, 200);
    const double power = ldexp(1, random_between(&stream, -3, 3));
    const double decimal = random_between(&stream, 1, 999) / 1000.0;
    const double scale = power * (i % 3 == 0 ? 1.0 / divisor : i % 3 == 1 ? decimal : (double)divisor);
    const struct spec spec = {.function = function_find("tanh"),
                              .in_bits = 16,
                              .scales = {2, {scale, 0.3}},
                              .slope = {8, random_between(&stream, 0, 10)},
                              .intercept = {i % 10 == 0 ? 24 : 8, random_between(&stream, 0, 10)},
                              .entries = 2};
    struct error err;
    if (!spec_check(&spec, &err))
      continue;
    struct problem *problem = create(&spec);
    const int32_t last = format_max(spec.intercept);
    for (int32_t b = -last - 1; b <= last; b += 1 + last / 128)
      assert_close(rounded_intercept(problem->rounding, b) * problem->rounding[ROUNDING_STEP],
                   reference_intercept(&spec, b, scale), fabs(reference_intercept(&spec, b, scale)) * 2.3e-16);
    problem_free(problem);
  }
}

/* One run: the codes it holds, the error it claims, and that no line of codes is better. */
static void check_run(const struct random_problem *random, const struct problem *problem, uint32_t from, uint32_t to) {
  size_t count;
  struct reference_code *run = reference_run(&random->spec, from, to, &count);
  assert_non_null(run);
  const line_fit solved = line_solve(&problem->line, problem->prefix, problem->rounding, from, to);
  const double slack = 1e-15 + rounding_slack(problem, from, to, solved.slope);
  near(solved.cost, reference_line_error(&random->spec, run, count, solved.slope, solved.intercept), slack,
       "cost of the solved line", random);
  if (count != 0)
    near(solved.cost, reference_line_minimum(&random->spec, run, count), slack, "least cost", random);
  else
    assert_close(solved.cost, 0, 0);
  const line_fit entry = fit_of(problem, from, to);
  near(entry.cost, reference_line_error(&random->spec, run, count, entry.slope, entry.intercept), slack,
       "cost of the entry", random);
  free(run);
}

static void check_runs(uint64_t seed, const struct random_limits *limits) {
  struct random_stream stream = {seed};
  for (int i = 0; i < RUN_PROBLEMS; i++) {
    struct random_problem random;
    random_problem_draw(&random, &stream, limits);
    struct problem *problem = create(&random.spec);
    const int last = (int)problem->line.bounds - 1;
    assert_int_equal(problem->line.bounds, reference_bounds(&random.spec));
    check_run(&random, problem, 0, (uint32_t)last);
    for (int r = 0; r < RUNS; r++) {
      const int from = random_between(&stream, 0, last);
      /* Half of the runs are short: one x, or none. */
      const int span = r % 2 == 0 ? random_between(&stream, 0, 2) : last;
      check_run(&random, problem, (uint32_t)from,
                (uint32_t)random_between(&stream, from, from + span < last ? from + span : last));
    }
    problem_free(problem);
    random_problem_release(&random);
  }
}

static void test_lines_exact(void **state) {
  (void)state;
  const struct random_limits limits = {4, 6, 6, 7, 4, 4, 60, false, false};
  check_runs(4, &limits);
}

static void test_lines_inexact(void **state) {
  (void)state;
  const struct random_limits limits = {4, 6, 6, 7, 4, 3, 60, true, false};
  check_runs(5, &limits);
}

/* Pinned tails: the outermost entries hold the tail's codes, whatever the run. */
static void test_pins(void **state) {
  (void)state;
  const struct spec spec = {.function = function_find("selu"),
                            .in_bits = 8,
                            .scales = {2, {0.125, 0.0625}},
                            .slope = {8, 6},
                            .intercept = {8, 6},
                            .tails = TAILS_ASYMPTOTE,
                            .entries = 3};
  struct problem *problem = create(&spec);
  struct design design;
  problem_design(problem, (const uint32_t[]){20, 200}, 3, &design);
  assert_int_equal(design.slope[0], 0);
  assert_int_equal(design.intercept[0], -113); /* -1.7581 * 64 = -112.5 */
  assert_int_equal(design.slope[2], 67);       /* 1.0507 * 64 = 67.2 */
  assert_int_equal(design.intercept[2], 0);
  assert_int_not_equal(design.slope[1], 0);
  problem_free(problem);
}

/* Sums of short runs of a long table keep their digits: against long double sums over the run's own codes. */
static void test_prefix_accuracy(void **state) {
  (void)state;
  struct function function = *function_find("exp");
  function.lo = -8, function.hi = 8;
  const struct spec spec = {.function = &function,
                            .in_bits = 16,
                            .scales = {2, {0x1p-12, 0x1p-11}},
                            .slope = {16, 12},
                            .intercept = {16, 12},
                            .entries = 8};
  struct problem *problem = create(&spec);
  size_t count;
  struct reference_code *codes = reference_codes(&spec, &count);
  assert_non_null(codes);
  struct random_stream stream = {6};
  for (int i = 0; i < 40; i++) {
    const uint32_t from = (uint32_t)random_between(&stream, 0, (int)problem->line.bounds - 2);
    const uint32_t longest = problem->line.bounds - 1 - from;
    const uint32_t to = from + 1 + (i % 2 == 0 ? 0 : (uint32_t)random_bits(&stream) % longest);
    long double expected[SUMS] = {0};
    int32_t after[2], until[2];
    for (int s = 0; s < 2; s++) {
      after[s] = reference_cut(&spec, from, spec.scales.scale[s]);
      until[s] = reference_cut(&spec, to, spec.scales.scale[s]);
    }
    for (size_t c = 0; c < count; c++) {
      if (codes[c].q <= after[codes[c].scale] || codes[c].q > until[codes[c].scale])
        continue;
      const long double w = codes[c].weight, x = codes[c].x, y = codes[c].y;
      const long double term[SUMS] = {w, w * x, w * y, w * x * x, w * x * y, w * y * y};
      for (int t = 0; t < SUMS; t++)
        expected[t] += term[t];
    }
    double sum[SUMS];
    run_sums(problem->prefix, from, to, sum);
    for (int t = 0; t < SUMS; t++) {
      const double exact = (double)expected[t];
      /* A sum of x over a run across zero cancels; the run's weight times the largest |x| bounds its terms. */
      assert_close(sum[t], exact,
                   2e-15 * (fabs(exact) + (t == SUM_X || t == SUM_XY ? (double)expected[SUM_W] * 8 : 0)));
    }
  }
  free(codes);
  problem_free(problem);
}

/* One problem serves every entry count and output stage, and nothing else. */
static void test_shared(void **state) {
  (void)state;
  const struct spec spec = {.function = function_find("gelu"),
                            .in_bits = 8,
                            .scales = {2, {0.5, 0.25}},
                            .slope = {8, 6},
                            .intercept = {8, 6},
                            .entries = 8};
  struct spec other = spec;
  other.entries = 16, other.output = (struct output_stage){8, 0.5};
  assert_true(problem_shared(&spec, &other));
  other = spec, other.function = function_find("silu");
  assert_false(problem_shared(&spec, &other));
  other = spec, other.in_bits = 9;
  assert_false(problem_shared(&spec, &other));
  other = spec, other.scales.scale[1] = 0.125;
  assert_false(problem_shared(&spec, &other));
  other = spec, other.scales.count = 1;
  assert_false(problem_shared(&spec, &other));
  other = spec, other.slope.frac = 5;
  assert_false(problem_shared(&spec, &other));
  other = spec, other.intercept.bits = 9;
  assert_false(problem_shared(&spec, &other));
  other = spec, other.tails = TAILS_ASYMPTOTE;
  assert_false(problem_shared(&spec, &other));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_costs_exact), cmocka_unit_test(test_costs_inexact),   cmocka_unit_test(test_costs_ties),
      cmocka_unit_test(test_intercepts),  cmocka_unit_test(test_lines_exact),     cmocka_unit_test(test_lines_inexact),
      cmocka_unit_test(test_pins),        cmocka_unit_test(test_prefix_accuracy), cmocka_unit_test(test_shared)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
