/* The dynamic program for squared errors: against brute force, known optima, and what no optimum may do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "close.h"
#include "exact/coarse.h"
#include "exact/exact.h"
#include "reference/random_restriction.h"
#include "reference/reference.h"

enum { SMALL = 2000 * TEST_EFFORT, LARGER = 30 * TEST_EFFORT, MONOTONE = 60 * TEST_EFFORT };

static const struct exact_goal mse = {EXACT_MSE, (double)INFINITY};

static struct exact_answer *solve(const struct spec *spec, int entries_max) {
  struct exact_answer *answer = malloc(sizeof *answer);
  const struct exact_resources with = {.threads = 1};
  struct error err;
  assert_non_null(answer);
  if (!exact_solve(&with, spec, &mse, entries_max, answer, &err))
    fail_msg("%s", err.text);
  return answer;
}

/* The line that an outermost entry is bound to, or NULL. */
static const struct tail *tail_of(const struct spec *spec, uint32_t from, uint32_t to, uint32_t bounds) {
  if (spec->tails != TAILS_ASYMPTOTE)
    return NULL;
  if (from == 0 && spec->function->left.present)
    return &spec->function->left;
  return to == bounds - 1 && spec->function->right.present ? &spec->function->right : NULL;
}

/* Every slope with every intercept, over every run. */
static double *brute_costs(const struct spec *spec, uint32_t bounds) {
  double *cost = malloc((size_t)bounds * bounds * sizeof *cost);
  assert_non_null(cost);
  for (uint32_t from = 0; from < bounds; from++)
    for (uint32_t to = from; to < bounds; to++) {
      size_t count = 0;
      struct reference_code *run = reference_run(spec, from, to, &count);
      const struct tail *tail = tail_of(spec, from, to, bounds);
      cost[(size_t)from * bounds + to] =
          tail == NULL ? reference_line_minimum(spec, run, count)
                       : reference_line_error(spec, run, count, format_code(spec->slope, tail->slope),
                                              format_code(spec->intercept, tail->intercept));
      free(run);
    }
  return cost;
}

static bool powers_of_two(const struct spec *spec) {
  bool all = true;
  for (int s = 0; s < spec->scales.count; s++) {
    int exponent;
    all = all && frexp(spec->scales.scale[s], &exponent) == 0.5;
  }
  return all;
}

/* The table must be worth what the solver says, and that must be the least there is. */
static void check_table(const struct random_problem *problem, const struct exact_table *table, int entries,
                        double least) {
  char text[512];
  struct spec spec = problem->spec;
  struct score score;
  struct error err;
  spec.entries = entries;
  assert_true(table->feasible);
  assert_true(table->value == table->bound);
  if (!design_check(&table->design, &spec, &err))
    fail_msg("%s: %s", random_restricted_text(problem, text, sizeof text), err.text);
  evaluate(&spec, &table->design, &score);
  /* Sums by code round each code's line, and so do those of the solver where scales are no powers of two. */
  const double slack = (powers_of_two(&spec) ? 1e-11 : 1e-9) * least + 1e-24;
  if (!(fabs(table->value - least) <= slack) || !(fabs(score.exact.mse - least) <= slack))
    fail_msg("%s, N %d: least %.17g, solved %.17g, scored %.17g", random_restricted_text(problem, text, sizeof text),
             entries, least, table->value, score.exact.mse);
}

static void test_brute_force(void **state) {
  (void)state;
  const struct random_limits limits = {4, 6, 5, 4, 4, 3, 16, true, false};
  struct random_stream stream = {41};
  for (int r = 0; r < SMALL; r++) {
    struct random_problem problem;
    random_problem_draw(&problem, &stream, &limits);
    const uint32_t bounds = reference_bounds(&problem.spec);
    double *cost = brute_costs(&problem.spec, bounds);
    struct exact_answer *answer = solve(&problem.spec, 6);
    for (int n = ENTRIES_MIN; n <= 6; n++)
      check_table(&problem, &answer->table[n], n, reference_optimum(cost, bounds, n, NULL));
    free(answer);
    free(cost);
    random_problem_release(&problem);
  }
}

/* Several tiles a side: against a plain dynamic program over lines that are solved one by one. */
static void test_tiles(void **state) {
  (void)state;
  const struct random_limits limits = {4, 12, 14, 12, 64, 4, 300, true, false};
  struct random_stream stream = {42};
  for (int r = 0; r < LARGER; r++) {
    struct random_problem problem;
    struct error err;
    random_problem_draw(&problem, &stream, &limits);
    random_digits(&problem, &stream);
    random_dynamic(&problem, &stream);
    struct problem *lines = problem_create(&problem.spec, &err);
    assert_non_null(lines);
    double *cost = reference_solved_costs(lines);
    const int entries_max = random_between(&stream, 2, 64);
    struct exact_answer *answer = solve(&problem.spec, entries_max);
    for (int n = ENTRIES_MIN; n <= entries_max; n += random_between(&stream, 1, 20))
      check_table(&problem, &answer->table[n], n, reference_optimum(cost, lines->line.bounds, n, NULL));
    free(answer);
    free(cost);
    problem_free(lines);
    random_problem_release(&problem);
  }
}

static struct spec int8_spec(const char *function, enum tails tails) {
  struct spec spec = {.function = function_find(function),
                      .in_bits = 8,
                      .scales = {.count = 7},
                      .slope = {8, 6},
                      .intercept = {8, 6},
                      .tails = tails};
  for (int s = 0; s < 7; s++)
    spec.scales.scale[s] = ldexp(1, -s);
  return spec;
}

/* INT8, Q(8,6), scales 2^0 ... 2^-6: optima to ten digits, by an independent program. */
static void test_known(void **state) {
  (void)state;
  static const struct {
    const char *function;
    enum tails tails;
    double at_8, at_16; /* 0: not known */
  } known[] = {{"gelu", TAILS_FREE, 3.355115723e-05, 5.791415354e-06},
               {"gelu", TAILS_ASYMPTOTE, 3.355115723e-05, 6.305913271e-06},
               {"exp", TAILS_FREE, 2.747224800e-05, 1.383190987e-05},
               {"exp", TAILS_ASYMPTOTE, 4.053498242e-05, 0}};
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
    const struct spec spec = int8_spec(known[i].function, known[i].tails);
    struct exact_answer *answer = solve(&spec, 16);
    assert_true(fabs(answer->table[8].value / known[i].at_8 - 1) < 5e-10);
    assert_true(known[i].at_16 == 0 || fabs(answer->table[16].value / known[i].at_16 - 1) < 5e-10);
    free(answer);
  }
}

/* `better` may do all that `worse` may. */
static void check_no_worse(const struct spec *better, const struct spec *worse, const struct random_problem *problem) {
  char text[512];
  struct exact_answer *a = solve(better, 8), *b = solve(worse, 8);
  for (int n = ENTRIES_MIN; n <= 8; n++) {
    if (a->table[n].value > b->table[n].value * (1 + 1e-11) + 1e-24)
      fail_msg("%s: N %d: %.17g > %.17g", random_restricted_text(problem, text, sizeof text), n, a->table[n].value,
               b->table[n].value);
    if (n > ENTRIES_MIN && worse->tails != TAILS_ASYMPTOTE)
      assert_true(b->table[n].value <= b->table[n - 1].value * (1 + 1e-11) + 1e-24);
  }
  free(a);
  free(b);
}

/* Wider formats, finer steps and free tails never hurt, nor do more entries. */
static void test_monotone(void **state) {
  (void)state;
  const struct random_limits limits = {4, 8, 10, 8, 8, 4, 120, false, false};
  struct random_stream stream = {43};
  for (int r = 0; r < MONOTONE; r++) {
    struct random_problem problem;
    random_problem_draw(&problem, &stream, &limits);
    /* Where intercepts are rounded, a finer step may round to something worse. */
    for (int s = 0; s < problem.spec.scales.count; s++)
      problem.spec.scales.scale[s] = ldexp(1, -s - 2);
    struct error err;
    if (!spec_check(&problem.spec, &err)) {
      random_problem_release(&problem);
      continue;
    }
    struct spec better = problem.spec;
    switch (random_between(&stream, 0, 4)) {
    case 0:
      better.slope.bits++;
      break;
    case 1:
      better.intercept.bits++;
      break;
    case 2:
      better.slope = (struct format){better.slope.bits + 1, better.slope.frac + 1};
      break;
    case 3:
      better.intercept = (struct format){better.intercept.bits + 1, better.intercept.frac + 1};
      break;
    default:
      better.tails = TAILS_FREE;
    }
    /* Pinned lines are rounded to the format: a finer one may make them worse. */
    if (better.tails == problem.spec.tails)
      better.tails = problem.spec.tails = TAILS_FREE;
    check_no_worse(&better, &problem.spec, &problem);
    random_problem_release(&problem);
  }
}

/* Against the program over all tiles. */
static void check_whole(const struct problem *problem, const struct exact_answer *pruned, int entries_max) {
  const uint32_t side = (problem->line.bounds + OPTIMUM_TILE - 1) / OPTIMUM_TILE, padded = side * OPTIMUM_TILE;
  const size_t cells = (size_t)(entries_max + 1) * padded;
  uint64_t *wanted = malloc((size_t)side * side * sizeof *wanted);
  double *best = malloc(cells * sizeof *best);
  uint32_t *from = calloc(cells, sizeof *from);
  assert_true(wanted != NULL && best != NULL && from != NULL);
  for (size_t i = 0; i < (size_t)side * side; i++)
    wanted[i] = UINT64_MAX;
  for (size_t i = 0; i < cells; i++)
    best[i] = (double)INFINITY;
  best[0] = 0;
  const struct dynamic_program program = {problem, (uint32_t)entries_max, side, wanted, best, from};
  struct error err;
  struct device *cpu = cpu_backend.open(0, 2, &err);
  assert_non_null(cpu);
  assert_true(cpu_backend.optimum(cpu, &program, &err));
  cpu_backend.close(cpu);
  for (int n = ENTRIES_MIN; n <= entries_max; n++)
    assert_true(pruned->table[n].value == best[(size_t)n * padded + problem->line.bounds - 1]);
  free(wanted);
  free(best);
  free(from);
}

/* One scale, so that there is a boundary for every code. */
static struct spec fine_spec(const char *function, int in_bits, double scale, struct format format) {
  return (struct spec){.function = function_find(function),
                       .in_bits = in_bits,
                       .scales = {1, {scale}},
                       .slope = format,
                       .intercept = format};
}

/* What a coarse look leaves out is in no optimal table: the same values as the whole program's. */
static void test_pruning(void **state) {
  (void)state;
  static const struct {
    const char *function;
    double scale;
    struct format format;
    enum tails tails;
    int digits;
  } cases[] = {{"gelu", 0x1p-8, {12, 10}, TAILS_FREE, 0},
               {"exp", 0x1p-8, {8, 6}, TAILS_ASYMPTOTE, 0},
               {"sin", 0x1p-9, {16, 14}, TAILS_FREE, 0},
               {"silu", 0x1p-8, {12, 10}, TAILS_FREE, 2}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    struct spec spec = fine_spec(cases[i].function, 16, cases[i].scale, cases[i].format);
    struct error err;
    spec.tails = cases[i].tails;
    spec.restriction.slope_digits = cases[i].digits;
    struct problem *problem = problem_create(&spec, &err);
    assert_non_null(problem);
    struct coarse coarse;
    assert_true(coarse_create(&coarse, problem, 40, 64, 2, &err) && coarse_find_tables(&coarse, &err));
    struct exact_answer *pruned = solve(&spec, 40);
    for (int n = ENTRIES_MIN; n <= 40; n++) {
      const double value = pruned->table[n].value;
      assert_true(coarse.lower[n] <= value * (1 + 1e-12) && value <= coarse.upper[n] * (1 + 1e-12));
    }
    check_whole(problem, pruned, 40);
    free(pruned);
    coarse_free(&coarse);
    problem_free(problem);
  }
}

/* The number of threads does not show. */
static void test_threads(void **state) {
  (void)state;
  const struct spec spec = int8_spec("silu", TAILS_FREE);
  struct exact_answer *one = solve(&spec, 24), *three = malloc(sizeof *three);
  const struct exact_resources with = {.threads = 3};
  struct error err;
  assert_non_null(three);
  assert_true(exact_solve(&with, &spec, &mse, 24, three, &err));
  assert_memory_equal(one, three, sizeof *one);
  free(one);
  free(three);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_brute_force), cmocka_unit_test(test_tiles),
                                     cmocka_unit_test(test_known),       cmocka_unit_test(test_monotone),
                                     cmocka_unit_test(test_pruning),     cmocka_unit_test(test_threads)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
