/* Restricted tables: digits, mirror images and segments, and what specs and designs are refused for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/digits.h"
#include "model/mirror.h"
#include "model/restriction.h"
#include "model/segments.h"
#include "reference/random_restriction.h"
#include "reference/reference.h"

enum { PROBLEMS = 2000 * TEST_EFFORT };

static struct spec int8_spec(const char *function) {
  struct spec spec = {.function = function_find(function),
                      .in_bits = 8,
                      .scales = {.count = 3, .scale = {0.25, 0.125, 0.03125}},
                      .slope = {8, 6},
                      .intercept = {8, 6},
                      .entries = 8};
  assert_non_null(spec.function);
  return spec;
}

/* The fewest digits of every code, by adding a power to or taking it from those of one digit less. */
static void test_digits(void **state) {
  (void)state;
  enum { MOST = 1 << 12 };
  static int fewest[2 * MOST + 1];
  for (int i = 1; i <= 2 * MOST; i++)
    fewest[i] = 99;
  for (int digits = 1; digits <= 7; digits++)
    for (int i = 0; i <= 2 * MOST; i++)
      for (int power = 1; power <= 2 * MOST && fewest[i] == digits - 1; power *= 2) {
        const int up = i + power, down = abs(i - power);
        if (up <= 2 * MOST && fewest[up] > digits)
          fewest[up] = digits;
        if (fewest[down] > digits)
          fewest[down] = digits;
      }
  for (int code = -MOST; code <= MOST; code++)
    assert_int_equal(code_digit_count(code), fewest[abs(code)]);
  for (int bits = 2; bits <= 12; bits++) {
    int most = 0;
    for (int code = 0; code <= 1 << (bits - 1); code++)
      most = fewest[code] > most ? fewest[code] : most;
    assert_int_equal(code_digits_most(bits), most);
  }
}

/* Digits sum up to their code, and no two are neighbours: there are no fewer. */
static void test_split(void **state) {
  (void)state;
  struct random_stream stream = {1};
  for (int i = 0; i < PROBLEMS; i++) {
    const int bits = random_between(&stream, 1, 30);
    const int32_t most = (int32_t)((INT64_C(1) << bits) - 1), code = random_between(&stream, -most, most);
    struct code_digit digit[CODE_DIGITS_OF_ANY];
    const int count = code_split(code, digit);
    int64_t sum = 0;
    for (int d = 0; d < count; d++) {
      sum += (digit[d].negative ? -1 : 1) * (INT64_C(1) << digit[d].shift);
      assert_true(d == 0 || digit[d].shift > digit[d - 1].shift + 1);
    }
    assert_int_equal(sum, code);
    assert_int_equal(count, code_digit_count(code));
  }
}

/* The nearest code by looking at all. */
static void test_nearest(void **state) {
  (void)state;
  struct random_stream stream = {1};
  for (int i = 0; i < 2000; i++) {
    const int digits = random_between(&stream, 0, 4), code = random_between(&stream, -300, 300);
    struct code_range range = {random_between(&stream, -256, 255), 0};
    range.last = random_between(&stream, range.first, 255);
    int best = INT32_MAX;
    for (int c = range.first; c <= range.last; c++) {
      const bool nearer = best == INT32_MAX || abs(c - code) < abs(best - code);
      if (nearer && (digits == 0 || code_digit_count(c) <= digits))
        best = c;
    }
    if (best == INT32_MAX)
      continue;
    const int found = code_nearest(code, range, digits);
    assert_true(found >= range.first && found <= range.last);
    assert_true(digits == 0 || code_digit_count(found) <= digits);
    /* Beyond the range its end is looked from. */
    const int from = code < range.first ? range.first : code > range.last ? range.last : code;
    assert_int_equal(abs(found - from), abs(best - from));
  }
}

/* All sets of breakpoints, each once, and no other: by counting. */
static void check_segments(enum segments kind, struct code_range within, int count) {
  struct segments_walk walk = segments_walk_of(kind, within, count);
  int32_t at[ENTRIES_MAX], before[4096][4];
  int sets = 0, expected = 0;
  while (segments_walk_next(&walk, at)) {
    assert_true(segments_hold(kind, at, count));
    assert_true(at[0] >= within.first && at[count - 1] <= within.last);
    for (int s = 0; s < sets; s++)
      assert_true(memcmp(before[s], at, (size_t)count * sizeof *at) != 0);
    memcpy(before[sets++], at, (size_t)count * sizeof *at);
  }
  const int side = within.last - within.first + 1;
  int total = 1;
  for (int i = 0; i < count; i++)
    total *= side;
  for (int number = 0; number < total; number++) {
    bool ascends = true;
    for (int i = 0, rest = number; i < count; i++, rest /= side) {
      at[i] = within.first + rest % side;
      ascends = ascends && (i == 0 || at[i] > at[i - 1]);
    }
    expected += ascends && segments_hold(kind, at, count);
  }
  assert_int_equal(sets, expected);
  assert_int_equal(expected > 0, segments_most(kind, within) >= count);
}

static void test_segments(void **state) {
  (void)state;
  struct random_stream stream = {2};
  for (int i = 0; i < 200; i++) {
    struct code_range within = {random_between(&stream, -18, 8), 0};
    within.last = within.first + random_between(&stream, 0, 18);
    for (int count = 1; count <= 3; count++) {
      check_segments(SEGMENTS_UNIFORM, within, count);
      check_segments(SEGMENTS_POWER2, within, count);
    }
  }
  assert_true(segments_hold(SEGMENTS_POWER2, (const int32_t[]){-8, -4, 0, 16, 32}, 5));
  assert_false(segments_hold(SEGMENTS_POWER2, (const int32_t[]){-8, -2, 0}, 3));
  assert_false(segments_hold(SEGMENTS_POWER2, (const int32_t[]){0, 0}, 2));
  assert_true(segments_hold(SEGMENTS_UNIFORM, (const int32_t[]){-8, -4, 0, 4}, 4));
  assert_false(segments_hold(SEGMENTS_UNIFORM, (const int32_t[]){-6, -2, 2}, 3));
}

/* What the search believes of half a table is what the evaluator says of the whole one. */
static void test_folded_costs(void **state) {
  (void)state;
  const struct random_limits limits = {4, 9, 12, 10, 24, 5, 300, true, false};
  struct random_stream stream = {3};
  for (int i = 0; i < PROBLEMS; i++) {
    struct random_problem random;
    struct error err;
    struct design design;
    struct score score;
    char text[1400];
    uint32_t boundary[ENTRIES_MAX], from = 0;
    random_restricted_draw(&random, &stream, &limits, RESTRICT_MIRRORED | RESTRICT_DIGITS);
    const int stored = restriction_stored_entries(&random.spec);
    struct problem *problem = problem_create(&random.spec, &err);
    assert_non_null(problem);
    random_boundaries(problem->line.bounds, stored, &stream, boundary);
    boundary[stored - 1] = problem->line.bounds - 1;
    double total = 0, squares = 0;
    for (int e = 0; e < stored; from = boundary[e++]) {
      double sum[SUMS];
      run_sums(problem->prefix, from, boundary[e], sum);
      squares += sum[SUM_YY] + 16 * sum[SUM_XX];
      total += entry_line(&problem->line, problem->prefix, problem->rounding, from, boundary[e]).cost;
    }
    problem_design(problem, boundary, stored, &design);
    if (!design_check(&design, &random.spec, &err))
      fail_msg("%s: %s", err.text, random_restricted_text(&random, text, sizeof text));
    evaluate(&random.spec, &design, &score);
    if (!(fabs(total - score.exact.mse) <= 1e-12 * total + 1e-14 * squares))
      fail_msg("folded %.17g, evaluated %.17g: %s", total, score.exact.mse,
               random_restricted_text(&random, text, sizeof text));
    problem_free(problem);
    random_problem_release(&random);
  }
}

static void check_refused(const struct spec *spec, const char *word) {
  struct error err;
  if (spec_check(spec, &err))
    fail_msg("not refused: %s", word);
  if (strstr(err.text, word) == NULL || err.kind != ERROR_INPUT)
    fail_msg("'%s' says nothing of %s", err.text, word);
}

static void test_specs(void **state) {
  (void)state;
  struct error err;
  struct spec spec = int8_spec("gelu");
  spec.restriction = (struct restriction){SEGMENTS_UNIFORM, 2, true};
  assert_true(spec_check(&spec, &err));
  spec.entries = 7;
  check_refused(&spec, "even");
  spec.entries = 2;
  check_refused(&spec, "even");
  spec = int8_spec("exp");
  spec.restriction.mirrored = true;
  check_refused(&spec, "symmetry: exp");
  spec = int8_spec("gelu");
  spec.restriction.slope_digits = SLOPE_DIGITS_MAX + 1;
  check_refused(&spec, "slope digits");
  spec.restriction.slope_digits = -1;
  check_refused(&spec, "slope digits");
  spec = int8_spec("sigmoid");
  spec.restriction.mirrored = true;
  assert_true(spec_check(&spec, &err));
  spec.scales.scale[1] = 0.2;
  check_refused(&spec, "powers of two");
  spec.scales.scale[1] = 2; /* intercepts are divided by it */
  check_refused(&spec, "powers of two");
  spec = int8_spec("sigmoid");
  spec.restriction.mirrored = true;
  spec.intercept = (struct format){8, 8}; /* up to 0.496: neither b nor 1 - b can be larger */
  check_refused(&spec, "intercept");
  spec = int8_spec("gelu");
  spec.restriction.mirrored = true;
  spec.slope = (struct format){8, 8};
  check_refused(&spec, "slope");
  spec.slope = (struct format){8, 7};
  assert_true(spec_check(&spec, &err));
}

static void test_segmented_specs(void **state) {
  (void)state;
  struct error err;
  struct spec spec = int8_spec("gelu");
  spec.restriction.segments = SEGMENTS_POWER2; /* candidates -128 ... 128: 8 + 1 + 8 of them */
  spec.entries = 18;
  assert_true(spec_check(&spec, &err));
  spec.entries = 19;
  check_refused(&spec, "room for 18 power2 segments");
  spec.restriction.mirrored = true;
  spec.entries = 18;
  assert_true(spec_check(&spec, &err));
  spec.entries = 20;
  check_refused(&spec, "room for 18 power2 segments");
  spec = int8_spec("gelu");
  spec.restriction.segments = SEGMENTS_UNIFORM;
  spec.scales.scale[1] = 0.3;
  check_refused(&spec, "powers of two apart");
}

static void check_design(const struct spec *spec, const struct design *design, const char *word) {
  struct error err;
  if (design_check(design, spec, &err))
    fail_msg("not refused: %s", word);
  if (strstr(err.text, word) == NULL || err.kind != ERROR_INPUT)
    fail_msg("'%s' says nothing of %s", err.text, word);
}

static void test_designs(void **state) {
  (void)state;
  struct error err;
  struct spec spec = int8_spec("gelu");
  spec.entries = 4;
  spec.restriction.mirrored = true;
  /* Above 0: 3 x - 5 up to 32, then x; below: f(-x) = f(x) - x. */
  struct design design = {4, {-32, 0, 32}, {0, 61, 3, 64}, {0, -5, -5, 0}};
  assert_true(design_check(&design, &spec, &err));
  struct design other = design;
  other.breakpoint[0] = -31;
  check_design(&spec, &other, "breakpoints[2]");
  other = design, other.breakpoint[1] = 1;
  check_design(&spec, &other, "in the middle");
  other = design, other.slope[1] = 60;
  check_design(&spec, &other, "entry 1");
  other = design, other.intercept[3] = 1;
  check_design(&spec, &other, "entry 0");
  spec.restriction.slope_digits = 2;
  assert_true(design_check(&design, &spec, &err)); /* 61 has three, but is not stored */
  spec.restriction.slope_digits = 1;
  check_design(&spec, &design, "slopes[2]: code 3 has 2 signed digits");
  spec.restriction = (struct restriction){.segments = SEGMENTS_POWER2};
  assert_true(design_check(&design, &spec, &err));
  other = design, other.breakpoint[2] = 33;
  check_design(&spec, &other, "power2");
  spec.restriction.segments = SEGMENTS_UNIFORM;
  check_design(&spec, &other, "uniform");
}

/* Problems of different restrictions are different problems. */
static void test_shared(void **state) {
  (void)state;
  const struct spec spec = int8_spec("gelu");
  struct spec other = spec;
  other.restriction.slope_digits = 2;
  assert_false(problem_shared(&spec, &other));
  other = spec, other.restriction.mirrored = true;
  assert_false(problem_shared(&spec, &other));
  other = spec, other.restriction.segments = SEGMENTS_POWER2;
  assert_false(problem_shared(&spec, &other));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_digits),   cmocka_unit_test(test_split),           cmocka_unit_test(test_nearest),
      cmocka_unit_test(test_segments), cmocka_unit_test(test_folded_costs),    cmocka_unit_test(test_specs),
      cmocka_unit_test(test_designs),  cmocka_unit_test(test_segmented_specs), cmocka_unit_test(test_shared)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
