/* Methods side by side: settings, families, medians, optima. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "front/fixture.h"
#include "report/study.h"
#include "report/study_labels.h"

static struct fixture fixture;
static const struct design_filter any;

/* A search of an engine with that error; each has a key of its own. */
static struct point *add(size_t function, int entries, const char *engine, double error) {
  (void)fixture_add(&fixture, function, entries, 8, 500, error, sqrt(error));
  const size_t i = fixture.results.point_count - 1;
  fixture.points[i].engine = engine_defaults(engine_find(engine));
  fixture.points[i].key = i + 1;
  fixture.outcomes[i].evaluations = 100 * (i + 1);
  return &fixture.points[i];
}

static void prove(double optimum) {
  fixture.outcomes[fixture.results.point_count - 1].optimum = (struct optimum){OPTIMUM_EXACT, optimum};
}

static int set_up(void **unused) {
  (void)unused;
  fixture_init(&fixture, 2);
  return 0;
}

static struct study make(void) {
  struct study study;
  struct error err;
  if (!study_make(&study, &fixture.results, &any, ERROR_MSE, &err))
    fail_msg("%s", err.text);
  return study;
}

static size_t method(const struct study *study, const char *label) {
  for (size_t m = 0; m < study->methods.count; m++)
    if (strcmp(study->methods.method[m].label, label) == 0)
      return m;
  fail_msg("no method %s", label);
  return 0;
}

static void test_medians(void **unused) {
  (void)unused;
  for (int i = 0; i < 4; i++)
    (void)add(0, 8, "islands", 1e-3 * (1 + i));
  (void)add(0, 8, "exact", 5e-4);
  prove(5e-4);
  /* Hardware alone does not make another search. */
  add(0, 8, "islands", 4e-3)->key = fixture.points[3].key;
  struct study study = make();
  assert_int_equal(study.methods.count, 2);
  assert_int_equal(study.family_count, 1);
  assert_int_equal(study.family[0].entries_count, 1);
  const struct study_setting *const setting = &study.setting[study.shown[0]];
  const struct study_cell cell = study_cell(&study, setting, 8, method(&study, "lutdse"));
  assert_int_equal(cell.searches, 4);
  assert_true(fabs(cell.median - 2.5e-3) < 1e-12 && cell.best == 1e-3 && cell.worst == 4e-3);
  assert_int_equal(cell.point, 1);
  const struct study_cell best = study_cell(&study, setting, 8, study.methods.optimum);
  assert_int_equal(best.searches, 1);
  assert_true(best.median == 5e-4);
  assert_int_equal(study_cell(&study, setting, 16, 0).searches, 0);
  assert_true(isnan(study_optimum(&study, setting, 16)));
  study_release(&study);
}

/* Formats and functions make settings of one family; scales, tails and so on another family. */
static void test_families(void **unused) {
  (void)unused;
  for (size_t f = 0; f < 2; f++)
    for (int bits = 8; bits < 10; bits++)
      for (int e = 0; e < 2; e++)
        add(f, 8, e == 0 ? "islands" : "exact", 1e-3)->spec.slope.bits = bits;
  for (int e = 0; e < 2; e++)
    add(0, 8, e == 0 ? "islands" : "exact", 1e-3)->spec.tails = TAILS_CLAMP;
  for (size_t i = 0; i < fixture.results.point_count; i++)
    fixture.outcomes[i].optimum = (struct optimum){OPTIMUM_EXACT, 1e-3};
  struct study study = make();
  assert_int_equal(study.family_count, 2);
  assert_int_equal(study.family[0].count, 4);
  assert_int_equal(study.family[1].count, 1);
  assert_string_equal(study.setting[study.shown[0]].label, "gelu, Q(8,6)");
  assert_string_equal(study.setting[study.shown[study.family[1].first]].label, "gelu");
  assert_string_equal(study.family[1].label, "8-bit input, 2 scales 2⁰ to 2⁻¹, clamp tails, Q(8,6)");
  assert_int_equal(study.hidden, 0);
  study_release(&study);
}

/* What has one method is hidden where something has two; entry counts that are compared come first. */
static void test_choice(void **unused) {
  (void)unused;
  for (int entries = 2; entries <= 20; entries++)
    (void)add(0, entries, "exact", 1e-3);
  (void)add(0, 16, "islands", 1e-3);
  (void)add(1, 8, "exact", 1e-3);
  struct study study = make();
  assert_int_equal(study.shown_count, 1);
  assert_int_equal(study.hidden, 1);
  assert_int_equal(study.family[0].entries_count, 1);
  assert_int_equal(study.family[0].entries[0], 16);
  study_release(&study);
}

static void test_one_method(void **unused) {
  (void)unused;
  for (int entries = 2; entries <= 20; entries++)
    (void)add(0, entries, "islands", 1e-3);
  struct study study = make();
  assert_int_equal(study.shown_count, 1);
  assert_int_equal(study.family[0].entries_count, STUDY_ENTRIES_MAX);
  assert_int_equal(study.family[0].entries[STUDY_ENTRIES_MAX - 1], 16);
  assert_int_equal(study.methods.optimum, METHODS_MAX);
  study_release(&study);
}

/* Two of one engine are told apart by what is not the default; more than can be shown become one. */
static void test_labels(void **unused) {
  (void)unused;
  (void)add(0, 8, "islands", 1e-3);
  struct point *other = add(0, 8, "islands", 1e-3);
  other->engine.value[engine_parameter_find(other->engine.engine, "population")] = 64;
  struct study study = make();
  assert_string_equal(study.methods.method[0].label, "lutdse");
  assert_string_equal(study.methods.method[1].label, "lutdse, population 64");
  assert_string_not_equal(study.methods.method[0].colour, study.methods.method[1].colour);
  study_release(&study);
  for (int i = 0; i < 20; i++) {
    other = add(0, 8, "islands", 1e-3);
    other->engine.value[engine_parameter_find(other->engine.engine, "generations")] = 10 + i;
  }
  study = make();
  assert_int_equal(study.methods.count, 1);
  study_release(&study);
}

static void test_no_design(void **unused) {
  (void)unused;
  (void)add(0, 8, "islands", 1e-3);
  (void)add(0, 8, "exact", 1e-3);
  fixture.outcomes[1].design_count = 0;
  struct study study = make();
  assert_int_equal(study.methods.count, 1);
  study_release(&study);
  fixture.outcomes[0].design_count = 0;
  struct error err;
  assert_false(study_make(&study, &fixture.results, &any, ERROR_MSE, &err));
  assert_int_equal(err.kind, ERROR_NOTHING_FOUND);
}

static void test_scale_text(void **unused) {
  (void)unused;
  char text[32];
  assert_string_equal(study_scale_text(0.015625, text, sizeof text), "2^-6");
  assert_string_equal(study_scale_text(0.3, text, sizeof text), "0.3");
  assert_string_equal(study_scale_label(0x1p-24, text, sizeof text), "2⁻²⁴");
  assert_string_equal(study_scale_label(1, text, sizeof text), "2⁰");
  assert_string_equal(study_scale_label(0.3, text, sizeof text), "0.3");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup(test_medians, set_up),    cmocka_unit_test_setup(test_families, set_up),
      cmocka_unit_test_setup(test_choice, set_up),     cmocka_unit_test_setup(test_one_method, set_up),
      cmocka_unit_test_setup(test_labels, set_up),     cmocka_unit_test_setup(test_no_design, set_up),
      cmocka_unit_test_setup(test_scale_text, set_up),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
