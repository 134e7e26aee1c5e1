/* The output of `lutdse fronts` and `lutdse eval`. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <jansson.h>

#include "cli/eval_print.h"
#include "cli/fronts_print.h"
#include "cli/optimum_print.h"
#include "front/fixture.h"

static struct fixture fixture;

/* Two functions; the first has a front of two members and a design that it dominates. */
static void fill_fixture(void) {
  fixture_init(&fixture, 2);
  (void)fixture_add(&fixture, 0, 8, 8, 1000, 3e-3, 1e-2);
  (void)fixture_add(&fixture, 0, 16, 8, 2000, 1e-3, 1e-3);
  (void)fixture_add(&fixture, 0, 16, 8, 4000, 5e-3, 1e-3);
  (void)fixture_add(&fixture, 1, 8, 10, 500, 1e-2, 1e-1);
  fixture.outcomes[0].optimum = (struct optimum){OPTIMUM_EXACT, 2e-3};
  fixture.outcomes[1].optimum = (struct optimum){OPTIMUM_BOUND, 9.9e-4};
}

static char *print_fronts(enum fronts_layout layout, struct fronts_reference reference) {
  struct front_views views;
  struct error err;
  const struct design_filter any = {.entries = 0};
  fill_fixture();
  assert_true(front_views_make(&views, &fixture.results, &any, ERROR_MSE, COST_AREA, &err));
  const struct fronts_print print = {&fixture.results, &views, ERROR_MSE, COST_AREA, reference};
  char *text = NULL;
  size_t size = 0;
  FILE *out = open_memstream(&text, &size);
  assert_true(fronts_print(&print, layout, out, &err));
  (void)fclose(out);
  front_views_release(&views);
  return text;
}

static const struct fronts_reference worst = {.given = false};

static void assert_has(const char *text, const char *words) {
  if (strstr(text, words) == NULL)
    fail_msg("no '%s' in:\n%s", words, text);
}

static void test_table(void **unused) {
  (void)unused;
  char *text = print_fronts(FRONTS_TABLE, worst);
  assert_has(text, "gelu on [-4, 4]: 2 of 3 designs on the front of area and mse\n");
  /* (2000-1000) * (5e-3-3e-3) + (4000-2000) * (5e-3-1e-3) */
  assert_has(text, "\nhypervolume 10 um^2 (reference: area 4000 um^2, mse 0.005)\n");
  assert_has(text, "\n\nhswish on [-4, 4]: 1 of 1 designs");
  assert_null(strstr(text, "4000.0 "));
  assert_has(text, " 50 %  ");
  assert_has(text, " <= 1.01 %  ");
  assert_has(text, " -    8 "); /* the other function's optimum is not known */
  free(text);
}

/* Columns of what is unusual are there where a member of the front is. */
static void test_datapath_columns(void **unused) {
  (void)unused;
  fill_fixture();
  fixture.points[1].spec.restriction.slope_digits = 3;
  fixture.points[1].hardware.pipeline = 2;
  fixture.points[2].spec.restriction.mirrored = true; /* not on the front */
  struct front_views views;
  struct error err;
  const struct design_filter any = {.entries = 0};
  assert_true(front_views_make(&views, &fixture.results, &any, ERROR_MSE, COST_AREA, &err));
  const struct fronts_print print = {&fixture.results, &views, ERROR_MSE, COST_AREA, worst};
  char *text = NULL;
  size_t size = 0;
  FILE *out = open_memstream(&text, &size);
  assert_true(fronts_print(&print, FRONTS_TABLE, out, &err));
  (void)fclose(out);
  assert_has(text, "  storage  select   digits  pipeline  technology  ");
  assert_has(text, "  enable   one_hot  full    0         test ");
  assert_has(text, "  enable   one_hot  3       2         test ");
  assert_has(text, "  storage  select   technology  "); /* the other function */
  assert_null(strstr(text, "symmetry"));
  free(text);
  front_views_release(&views);
}

/* Columns of what was synthesised are there where a member of the front was. */
static void test_synthesis_columns(void **unused) {
  (void)unused;
  fill_fixture();
  struct synthesised rows[] = {{.design = 1, .library = "a.lib", .tool = "t", .area_ge = 99, .delay_ns = 7},
                               {.design = 1, .library = "b.lib", .tool = "t", .area_ge = 812.4, .delay_ns = 4.5}};
  rows[1].energy_pj = (double)NAN;
  fixture.results.synthesised = rows;
  fixture.results.synthesised_count = 2;
  struct front_views views;
  struct error err;
  const struct design_filter any = {.entries = 0};
  assert_true(front_views_make(&views, &fixture.results, &any, ERROR_MSE, COST_AREA, &err));
  const struct fronts_print print = {&fixture.results, &views, ERROR_MSE, COST_AREA, worst};
  for (int layout = 0; layout < 2; layout++) {
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_true(fronts_print(&print, layout == 0 ? FRONTS_TABLE : FRONTS_JSON, out, &err));
    (void)fclose(out);
    if (layout == 0) {
      assert_has(text, "  rank  synth GE  synth ns  synth pJ\n");
      assert_has(text, "  0     -         -         -\n");
      assert_has(text, "  0     812       4.500     -\n");
      assert_has(text, "  rank\n"); /* the other function */
    } else {
      assert_has(text, "\"library\": \"b.lib\"");
      assert_has(text, "\"energy_pj\": null");
    }
    free(text);
  }
  front_views_release(&views);
}

static int count(const char *text, char wanted, size_t length) {
  int found = 0;
  for (size_t i = 0; i < length; i++)
    found += text[i] == wanted;
  return found;
}

static void test_csv(void **unused) {
  (void)unused;
  char *text = print_fronts(FRONTS_CSV, worst);
  assert_int_equal(count(text, '\n', strlen(text)), 1 + 2 + 1);
  const size_t title = strcspn(text, "\n");
  for (const char *line = text; *line != '\0'; line += strcspn(line, "\n") + 1)
    assert_int_equal(count(line, ',', strcspn(line, "\n")), count(text, ',', title));
  assert_has(text, "\n\"gelu\",\"uniform\",\"main\",1000,");
  assert_has(text, ",mse,0.002");
  assert_has(text, ",exact,0.5\n");
  assert_has(text, ",mse,,none,\n");
  free(text);
}

static void test_json(void **unused) {
  (void)unused;
  char *text = print_fronts(FRONTS_JSON, (struct fronts_reference){.given = true, .cost = 1500, .error = 4e-3});
  json_t *root = json_loads(text, 0, NULL);
  assert_int_equal(json_array_size(root), 2);
  const json_t *gelu = json_array_get(root, 0);
  const double volume = json_real_value(json_object_get(gelu, "hypervolume"));
  assert_true(volume > 0.499999 && volume < 0.500001);
  const json_t *front = json_object_get(gelu, "front");
  assert_int_equal(json_array_size(front), 2);
  assert_int_equal(json_integer_value(json_object_get(json_array_get(front, 1), "entries")), 16);
  const json_t *first = json_object_get(json_array_get(front, 0), "optimum");
  assert_string_equal(json_string_value(json_object_get(first, "kind")), "exact");
  assert_true(json_real_value(json_object_get(first, "value")) == 2e-3);
  assert_true(json_real_value(json_object_get(first, "gap")) == 0.5);
  const json_t *other = json_array_get(json_object_get(json_array_get(root, 1), "front"), 0);
  assert_true(json_is_null(json_object_get(other, "optimum")));
  json_decref(root);
  free(text);
}

static void expect_gap(enum optimum_kind kind, double gap, const char *expected) {
  const struct optimum optimum = {kind, 1};
  char text[64];
  optimum_gap_text(&optimum, gap, text, sizeof text);
  assert_string_equal(text, expected);
}

static void test_gap_text(void **unused) {
  (void)unused;
  expect_gap(OPTIMUM_EXACT, 0, "0 %");
  expect_gap(OPTIMUM_EXACT, 0.0312, "3.12 %");
  expect_gap(OPTIMUM_EXACT, 0.25, "25 %");
  expect_gap(OPTIMUM_EXACT, 1.5, "150 %");
  expect_gap(OPTIMUM_EXACT, 24, "x 25");
  expect_gap(OPTIMUM_EXACT, 1.234e-5, "0.0012 %");
  expect_gap(OPTIMUM_EXACT, 2e-16, "2.0e-14 %");
  expect_gap(OPTIMUM_EXACT, -0.03, "-3.00 %");
  expect_gap(OPTIMUM_EXACT, HUGE_VAL, "inf");
  expect_gap(OPTIMUM_NONE, 0.5, "-");
  expect_gap(OPTIMUM_BOUND, 0.5, "<= 50 %");
  expect_gap(OPTIMUM_BOUND, 0, "0 %");
}

static struct evaluation sample_evaluation(void) {
  struct evaluation evaluation = {.path = "d.json",
                                  .spec = {.function = function_find("gelu"),
                                           .in_bits = 8,
                                           .scales = {2, {1, 64}},
                                           .slope = {8, 6},
                                           .intercept = {8, 6},
                                           .entries = 2,
                                           .output = {8, 0.5}},
                                  .verified = EVAL_AGREES,
                                  .optimum = {OPTIMUM_EXACT, 0.01},
                                  .objective = "mse_requantised",
                                  .gap = 0.25};
  const struct design design = {.entries = 2, .slope = {0, 64}};
  evaluate(&evaluation.spec, &design, &evaluation.score);
  return evaluation;
}

static void test_eval_table(void **unused) {
  (void)unused;
  const struct evaluation evaluation = sample_evaluation();
  char *text = NULL;
  size_t size = 0;
  struct error err;
  FILE *out = open_memstream(&text, &size);
  assert_true(eval_print_table(&evaluation, out, &err));
  (void)fclose(out);
  assert_has(text, "gelu: 2 entries, in_bits 8, slopes Q(8,6), intercepts Q(8,6), tails free\n");
  assert_has(text, "\nset    10 ");
  assert_has(text, "requantised to 8 bits at scale 0.5:\n");
  assert_has(text, "\nThe errors in the file agree.\n");
  assert_has(text, "\nproven optimum of mse_requantised: 1.000000e-02, gap 25 %\n");
  free(text);
}

static void test_eval_json(void **unused) {
  (void)unused;
  struct evaluation evaluation = sample_evaluation();
  evaluation.verified = EVAL_NOT_VERIFIED;
  char *text = NULL;
  size_t size = 0;
  struct error err;
  FILE *out = open_memstream(&text, &size);
  assert_true(eval_print_json(&evaluation, out, &err));
  (void)fclose(out);
  json_t *root = json_loads(text, 0, NULL);
  const json_t *errors = json_object_get(root, "errors");
  assert_true(json_real_value(json_object_get(errors, "mse")) == evaluation.score.exact.mse);
  assert_int_equal(json_array_size(json_object_get(json_object_get(errors, "requantised"), "per_scale")), 2);
  assert_true(json_is_null(json_object_get(root, "verified")));
  assert_true(json_real_value(json_object_get(json_object_get(root, "optimum"), "gap")) == 0.25);
  json_decref(root);
  free(text);
}

static void test_eval_notes(void **unused) {
  (void)unused;
  struct evaluation evaluation = sample_evaluation();
  for (int rounded = 0; rounded < 2; rounded++) {
    evaluation.rounding.slopes = 3 * rounded;
    evaluation.rounding.saturated = rounded;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    eval_print_rounding(evaluation.path, &evaluation.rounding, out);
    (void)fclose(out);
    assert_int_equal(size > 0, rounded);
    if (rounded)
      assert_has(text, "d.json: not on its grid and rounded onto it: 0 breakpoints, 3 slopes, 0 intercepts (1 beyond");
    free(text);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_gap_text),
      cmocka_unit_test(test_table),
      cmocka_unit_test(test_datapath_columns),
      cmocka_unit_test(test_synthesis_columns),
      cmocka_unit_test(test_csv),
      cmocka_unit_test(test_json),
      cmocka_unit_test(test_eval_table),
      cmocka_unit_test(test_eval_json),
      cmocka_unit_test(test_eval_notes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
