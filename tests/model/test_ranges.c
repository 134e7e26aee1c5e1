/* Input ranges: the reduction of every code, and tables that are scored and searched with it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/datapath.h"
#include "reference/random_ranges.h"
#include "reference/reference.h"

enum { PROBLEMS = 500 * TEST_EFFORT, LINE_PROBLEMS = 150 * TEST_EFFORT };

static struct spec spec_of(const struct function *function, int in_bits, double scale, int ranges) {
  return (struct spec){.function = function,
                       .in_bits = in_bits,
                       .scales = {1, {scale}},
                       .slope = {8, 6},
                       .intercept = {8, 6},
                       .entries = 8,
                       .ranges = ranges};
}

static void check_code(const struct spec *spec, int32_t q, int range, int32_t reduced, int shift) {
  const struct ranged_code code = range_reduce(spec, spec->scales.scale[0], q);
  if (code.range != range || code.q != reduced || code.shift != shift)
    fail_msg("%s, code %d: range %d, %d, shift %d; expected %d, %d, %d", spec->function->name, (int)q, code.range,
             (int)code.q, code.shift, range, (int)reduced, shift);
}

/* [0.5, 4] at scale 1/4 is the codes 2 to 16; ranges end at 32 and 64; 8.5 becomes 8 and 9.5 becomes 10. */
static void test_shifts_by_hand(void **state) {
  (void)state;
  struct spec spec = spec_of(function_find("div"), 8, 0.25, 3);
  check_code(&spec, 1, 0, 1, 0);
  check_code(&spec, -5, 0, -5, 0);
  check_code(&spec, 16, 0, 16, 0);
  check_code(&spec, 17, 1, 8, -1);
  check_code(&spec, 19, 1, 10, -1);
  check_code(&spec, 32, 1, 16, -1);
  check_code(&spec, 33, 2, 8, -2);
  check_code(&spec, 64, 2, 16, -2);
  check_code(&spec, 65, 2, 16, -2); /* beyond */
  check_code(&spec, 127, 2, 32, -2);
  assert_int_equal(spec_domain_codes(&spec, 0.25).first, 2);
  assert_int_equal(spec_domain_codes(&spec, 0.25).last, 64);
  assert_int_equal(spec_candidates(&spec).last, 16);
  spec = spec_of(function_find("rsqrt"), 8, 0.25, 2);
  check_code(&spec, 17, 1, 4, -1);
  check_code(&spec, 18, 1, 4, -1);
  check_code(&spec, 19, 1, 5, -1);
  check_code(&spec, 64, 1, 16, -1);
  spec.function = function_find("sqrt");
  check_code(&spec, 22, 1, 6, 1); /* 5.5 */
  assert_true(range_domain_at(&spec, 0.25).lo == 0 && range_domain_at(&spec, 0.25).hi == 16);
}

/* At scale 1/64 [-8, 0] begins at -512; 64 ln 2 = 44.4 and 128 ln 2 = 88.7. */
static void test_offsets_by_hand(void **state) {
  (void)state;
  struct spec spec = spec_of(function_find("exp"), 12, 0x1p-6, 3);
  check_code(&spec, 3, 0, 3, 0);
  check_code(&spec, -512, 0, -512, 0);
  check_code(&spec, -513, 1, -469, -1);
  check_code(&spec, -556, 1, -512, -1);
  check_code(&spec, -557, 2, -468, -2);
  check_code(&spec, -601, 2, -512, -2);
  check_code(&spec, -602, 2, -513, -2); /* beyond */
  assert_int_equal(spec_domain_codes(&spec, 0x1p-6).first, -601);
  assert_int_equal(spec_domain_codes(&spec, 0x1p-6).last, 0);
  /* At scale 2, ln 2 is 0.35 codes: nothing is left for range 1, and one code for range 2. */
  spec.scales.scale[0] = 2;
  check_code(&spec, -4, 0, -4, 0);
  check_code(&spec, -5, 2, -4, -2);
  /* At scale 16 no code is in [-8, -1], so none counts. */
  struct function function = *function_find("exp");
  function.hi = -1;
  spec.function = &function;
  assert_true(spec_domain_codes(&spec, 16).first > spec_domain_codes(&spec, 16).last);
}

/* How far a reduced code is from the real number it stands for: at most half, rounding of doubles aside. */
static void check_distance(const struct spec *spec, double scale, int32_t q, struct ranged_code code) {
  const struct range_rule rule = range_rule_of(spec->function);
  const long double exact = rule.input_shift != 0
                                ? ldexpl((long double)q, -rule.input_shift * code.range)
                                : (long double)q + code.range * (long double)rule.distance / (long double)scale;
  if (fabsl(exact - code.q) > 0.5L + 1e-9L)
    fail_msg("%s at %.17g, code %d: %d in range %d", spec->function->name, scale, (int)q, (int)code.q, code.range);
  assert_int_equal(code.shift, rule.output_shift * code.range);
}

/* Every code: as the description says, in exactly one range, and counted or not. */
static void check_all_codes(const struct spec *spec) {
  const double scale = spec->scales.scale[0];
  const struct code_range codes = spec_codes(spec), domain = spec_domain_codes(spec, scale);
  const bool any = reference_any(spec, scale);
  struct range_plan plan;
  range_plan_at(&plan, spec, scale);
  for (int32_t q = codes.first; q <= codes.last; q++) {
    const struct ranged_code code = range_plan_reduce(&plan, q);
    const struct reference_reduced expected = reference_reduce(spec, scale, q);
    if (code.q != expected.q || code.shift != expected.shift)
      fail_msg("%s at %.17g, %d ranges, code %d: %d, shift %d; expected %d, %d", spec->function->name, scale,
               spec->ranges, (int)q, (int)code.q, code.shift, (int)expected.q, expected.shift);
    int holding = 0;
    for (int r = 0; r < plan.count; r++)
      holding += q >= plan.range[r].codes.first && q <= plan.range[r].codes.last;
    assert_int_equal(holding, 1);
    const bool counted = q >= domain.first && q <= domain.last;
    if (counted != reference_counts(spec, scale, q, any))
      fail_msg("%s at %.17g, code %d: counted %d", spec->function->name, scale, (int)q, counted);
    if (code.range > 0 && counted)
      check_distance(spec, scale, q, code);
  }
}

static void test_all_codes(void **state) {
  (void)state;
  static const char *const names[] = {"div", "rsqrt", "sqrt", "exp", "exp2"};
  static const double scales[] = {0x1p-12, 0x1p-7, 0.1, 1, 3.7, 100};
  for (int f = 0; f < 5; f++)
    for (int s = 0; s < 6; s++) {
      const int ranges = (f + 3 * s) % 15 + 2;
      const struct spec spec = spec_of(function_find(names[f]), s < 2 ? 16 : 11, scales[s], ranges);
      check_all_codes(&spec);
    }
  struct random_stream stream = {11};
  for (int i = 0; i < 200 * TEST_EFFORT; i++) {
    struct random_problem problem;
    random_ranged_draw(&problem, &stream, &(struct random_limits){4, 8, 8, 8, 8, 1, 200, true, false});
    check_all_codes(&problem.spec);
    random_problem_release(&problem);
  }
}

/* What the unit makes of the function itself: f at the reduced code, shifted, is f at the code. */
static void test_identity(void **state) {
  (void)state;
  static const struct {
    const char *name;
    double scale, slack; /* relative: of half a code, at the steepest place of the reduced domain */
  } cases[] = {{"div", 0x1p-10, 0x1p-11},
               {"rsqrt", 0x1p-10, 0x1p-11},
               {"sqrt", 0x1p-10, 0x1p-11},
               {"exp", 0x1p-9, 0x1p-9},
               {"exp2", 0x1p-9, 0}};
  for (int i = 0; i < 5; i++) {
    const struct spec spec = spec_of(function_find(cases[i].name), 16, cases[i].scale, 4);
    const struct code_range domain = spec_domain_codes(&spec, cases[i].scale);
    struct range_plan plan;
    range_plan_at(&plan, &spec, cases[i].scale);
    for (int32_t q = domain.first; q <= domain.last; q++) {
      const struct ranged_code code = range_plan_reduce(&plan, q);
      const double y = function_value(spec.function, cases[i].scale * q);
      const double unit = ldexp(function_value(spec.function, cases[i].scale * code.q), code.shift);
      if (!(fabs(unit - y) <= (cases[i].slack + 1e-14) * fabs(y)))
        fail_msg("%s, code %d: %.17g, expected %.17g", cases[i].name, (int)q, unit, y);
    }
  }
}

/* Without ranges nothing is reduced. */
static void test_none(void **state) {
  (void)state;
  const struct spec spec = spec_of(function_find("div"), 8, 0.25, 0);
  struct range_plan plan;
  range_plan_at(&plan, &spec, 0.25);
  assert_int_equal(plan.count, 1);
  for (int32_t q = -128; q < 128; q++)
    check_code(&spec, q, 0, q, 0);
  assert_int_equal(spec_domain_codes(&spec, 0.25).last, 16);
  assert_int_equal(range_output_bits(&spec), 0);
  struct spec other = spec;
  other.ranges = 2;
  assert_false(problem_shared(&spec, &other));
}

static void near(double found, double expected, double slack, const char *what, const struct random_problem *random) {
  char text[1024];
  if (!(fabs(found - expected) <= 1e-9 * expected + slack))
    fail_msg("%s: %.17g, expected %.17g: %s", what, found, expected, random_ranged_text(random, text, sizeof text));
}

/* An upper limit of the outputs of any design, and of the function. */
static double largest_output(const struct spec *spec) {
  double most = 20;
  for (int s = 0; s < spec->scales.count; s++)
    most = fmax(most, spec->scales.scale[s]);
  const double slope = ldexp(1, spec->slope.bits - 1 - spec->slope.frac);
  const double intercept = ldexp(1, spec->intercept.bits - 1 - spec->intercept.frac);
  return ldexp(slope * most * ldexp(1, spec->in_bits) + intercept + most, spec->ranges);
}

static void compare_errors(const struct errors *found, const struct errors *exact,
                           const struct random_problem *random) {
  const double slack = 1e-15 * largest_output(&random->spec);
  near(found->mse, exact->mse, 2 * slack * exact->max_abs + slack * slack, "mse", random);
  near(found->mae, exact->mae, slack, "mae", random);
  near(found->max_abs, exact->max_abs, slack, "max_abs", random);
}

static void test_evaluate(void **state) {
  (void)state;
  const struct random_limits limits = {4, 9, 24, 24, 24, 5, 400, true, true};
  struct random_stream stream = {1};
  for (int i = 0; i < PROBLEMS; i++) {
    struct random_problem random;
    struct design design;
    struct score found, exact;
    random_ranged_draw(&random, &stream, &limits);
    random_design(&random.spec, &stream, &design);
    evaluate(&random.spec, &design, &found);
    reference_evaluate(&random.spec, &design, &exact);
    assert_int_equal(found.scales_counted, exact.scales_counted);
    assert_memory_equal(found.codes, exact.codes, sizeof found.codes);
    for (int s = 0; s < random.spec.scales.count; s++) {
      compare_errors(&found.exact_at[s], &exact.exact_at[s], &random);
      compare_errors(&found.requantised_at[s], &exact.requantised_at[s], &random);
    }
    compare_errors(&found.exact, &exact.exact, &random);
    compare_errors(&found.requantised, &exact.requantised, &random);
    random_problem_release(&random);
  }
}

/* What the search believes of a table is what the evaluator says of its design. */
static void check_cost(const struct random_problem *random, const struct problem *problem, const uint32_t *boundary) {
  const int entries = random->spec.entries;
  double total = 0, slack = 1e-15;
  uint32_t from = 0;
  for (int i = 0; i < entries; i++) {
    const uint32_t to = i < entries - 1 ? boundary[i] : problem->line.bounds - 1;
    double sum[SUMS];
    run_sums(problem->prefix, from, to, sum);
    total += entry_line(&problem->line, problem->prefix, problem->rounding, from, to).cost;
    slack += 1e-13 * (sum[SUM_YY] + sum[SUM_XX]);
    from = to;
  }
  struct design design;
  struct score score;
  struct error err;
  problem_design(problem, boundary, entries, &design);
  assert_true(design_check(&design, &random->spec, &err));
  evaluate(&random->spec, &design, &score);
  near(total, score.exact.mse, slack, "summed costs and mse", random);
}

static void test_costs(void **state) {
  (void)state;
  struct random_stream stream = {2};
  for (int i = 0; i < PROBLEMS; i++) {
    const struct random_limits limits = {4, 9, 12, 10, 24, 5, 300, i % 2 == 0, false};
    struct random_problem random;
    struct error err;
    random_ranged_draw(&random, &stream, &limits);
    struct problem *problem = problem_create(&random.spec, &err);
    assert_non_null(problem);
    assert_int_equal(problem->line.bounds, reference_bounds(&random.spec));
    for (int d = 0; d < 4; d++) {
      uint32_t boundary[ENTRIES_MAX];
      random_boundaries(problem->line.bounds, random.spec.entries, &stream, boundary);
      check_cost(&random, problem, boundary);
    }
    problem_free(problem);
    random_problem_release(&random);
  }
}

/* One run: the error its line claims, and that no line of codes is better. */
static void check_run(const struct random_problem *random, const struct problem *problem, uint32_t from, uint32_t to) {
  size_t count;
  struct reference_code *run = reference_run(&random->spec, from, to, &count);
  double sum[SUMS];
  assert_non_null(run);
  run_sums(problem->prefix, from, to, sum);
  const line_fit solved = line_solve(&problem->line, problem->prefix, problem->rounding, from, to);
  const double k = (double)solved.slope * problem->line.slope_step;
  const double slack = 1e-15 + 1e-14 * sum[SUM_YY] + 1e-15 * k * k * sum[SUM_XX];
  near(solved.cost, reference_line_error(&random->spec, run, count, solved.slope, solved.intercept), slack,
       "cost of the solved line", random);
  if (count != 0)
    near(solved.cost, reference_line_minimum(&random->spec, run, count), slack, "least cost", random);
  free(run);
}

static void test_lines(void **state) {
  (void)state;
  struct random_stream stream = {3};
  for (int i = 0; i < LINE_PROBLEMS; i++) {
    const struct random_limits limits = {4, 7, 6, 7, 4, 3, 60, i % 2 == 0, false};
    struct random_problem random;
    struct error err;
    random_ranged_draw(&random, &stream, &limits);
    struct problem *problem = problem_create(&random.spec, &err);
    assert_non_null(problem);
    const int last = (int)problem->line.bounds - 1;
    check_run(&random, problem, 0, (uint32_t)last);
    for (int r = 0; r < 6; r++) {
      const int from = random_between(&stream, 0, last - 1), far = r % 2 == 0 ? from + 1 : last;
      check_run(&random, problem, (uint32_t)from, (uint32_t)random_between(&stream, from, far));
    }
    problem_free(problem);
    random_problem_release(&random);
  }
}

/* Codes outside all ranges: clamped to the domain over all of them, or reduced as the last range's. */
static void test_outside(void **state) {
  (void)state;
  struct spec spec = spec_of(function_find("div"), 8, 0.25, 2);
  spec.tails = TAILS_CLAMP;
  const struct design design = {2, {8}, {-24, -7}, {100, 70}};
  spec.entries = 2;
  struct datapath datapath;
  datapath_prepare(&datapath, &spec, &design, 0.25);
  const datapath_wide last = datapath_accumulate(&datapath, 32), first = datapath_accumulate(&datapath, 2);
  /* 32 is seen as 16: (-7 16 + 70 4), of steps 1/4 2^-6 / 2. */
  assert_true(last == -7 * 16 + 70 * 4);
  assert_true(datapath_value(&datapath, last) == (-7 * 16 + 70 * 4) * 0x1p-9);
  assert_true(first == 2 * (-24 * 2 + 100 * 4));
  for (int32_t q = 33; q < 128; q++)
    assert_true(datapath_accumulate(&datapath, q) == last);
  for (int32_t q = -128; q < 2; q++)
    assert_true(datapath_accumulate(&datapath, q) == first);
  spec.tails = TAILS_FREE;
  datapath_prepare(&datapath, &spec, &design, 0.25);
  assert_true(datapath_accumulate(&datapath, 66) == -7 * 33 + 70 * 4);
  assert_true(datapath_accumulate(&datapath, -3) == 2 * (-24 * -3 + 100 * 4));
}

static void check_refused(const struct spec *spec, const char *words) {
  struct error err;
  if (spec_check(spec, &err))
    fail_msg("not refused: %s", words);
  if (err.kind != ERROR_INPUT || strstr(err.text, words) == NULL)
    fail_msg("'%s' does not say '%s'", err.text, words);
}

static void test_refused(void **state) {
  (void)state;
  struct error err;
  struct function function = *function_find("div");
  struct spec spec = spec_of(&function, 8, 0.25, 2);
  assert_true(spec_check(&spec, &err));
  spec.ranges = 1;
  check_refused(&spec, "ranges: 1; allowed");
  spec.ranges = RANGES_MAX + 1;
  check_refused(&spec, "ranges: 17; allowed");
  spec.ranges = RANGES_MAX;
  assert_true(spec_check(&spec, &err));
  function.lo = 2.5;
  check_refused(&spec, "the domain [2.5, 4] of div is too narrow");
  function.lo = -4, function.hi = -0.5;
  check_refused(&spec, "too narrow");
  function = *function_find("rsqrt");
  function.lo = 1.5;
  check_refused(&spec, "at least 4 times");
  function = *function_find("gelu");
  check_refused(&spec, "gelu does not repeat itself");
  function = *function_find("exp");
  function.lo = -0.5;
  check_refused(&spec, "at least 0.693147 wide");
  /* -1 is code -16, and 0.69 above it is beyond code 7: such a unit would need a wider table. */
  function.lo = -0.05, function.hi = 1;
  spec.in_bits = 4, spec.scales.scale[0] = 0x1p-6;
  check_refused(&spec, "4-bit codes at scale 0.015625 do not reach");
}

/* A renamed function on another domain keeps its rule; lines through its samples have none. */
static void test_rules(void **state) {
  (void)state;
  struct function function = *function_find("rsqrt"), sampled;
  memcpy(function.name, "other", 6);
  function.lo = 1, function.hi = 32;
  assert_true(range_rule_of(&function).present);
  assert_int_equal(range_rule_of(&function).input_shift, 2);
  assert_false(range_rule_of(function_find("log")).present);
  struct error err;
  assert_true(function_from_samples(&sampled, "1/x", (const double[]){1, 4}, (const double[]){1, 0.25}, 2, &err));
  memcpy(sampled.formula, "1/x", 4);
  assert_false(range_rule_of(&sampled).present);
  function_release(&sampled);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_shifts_by_hand), cmocka_unit_test(test_offsets_by_hand),
                                     cmocka_unit_test(test_all_codes),      cmocka_unit_test(test_identity),
                                     cmocka_unit_test(test_none),           cmocka_unit_test(test_evaluate),
                                     cmocka_unit_test(test_costs),          cmocka_unit_test(test_lines),
                                     cmocka_unit_test(test_outside),        cmocka_unit_test(test_refused),
                                     cmocka_unit_test(test_rules)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
