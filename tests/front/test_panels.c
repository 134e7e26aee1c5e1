/* Panels of figures, and the columns of error against entries and of convergence. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "front/convergence.h"
#include "front/entries.h"
#include "front/fixture.h"

static struct fixture fixture;
static struct convergence_step steps[64];

static bool always(const struct results *results, const struct panel *panel) {
  (void)results;
  (void)panel;
  return true;
}

static const struct design_filter any = {.entries = 0};

static struct panels panels_of(panel_shows *shows, const struct design_filter *filter, enum error_metric metric) {
  struct panels panels;
  struct error err;
  assert_true(panels_make(&panels, &fixture.results, filter, metric, shows, &err));
  return panels;
}

/* Every point is of the default engine, unless the test says otherwise. */
static size_t add(size_t function, int entries, int in_bits, double mse, struct optimum optimum) {
  const struct scored_design *design = fixture_add(&fixture, function, entries, in_bits, 1000, mse, 1);
  fixture.points[design->point].engine = engine_defaults(engine_builtin(0));
  fixture.outcomes[design->point].optimum = optimum;
  return design->point;
}

static const struct optimum nothing = {OPTIMUM_NONE, 0};

/* gelu at 8 and 10 bits, hswish at 8. */
static int set_up(void **unused) {
  (void)unused;
  fixture_init(&fixture, 2);
  for (int seed = 0; seed < 3; seed++) {
    (void)add(0, 4, 8, 4e-3 * (1 + seed), (struct optimum){OPTIMUM_EXACT, 3e-3});
    (void)add(1, 4, 8, 1e-3, nothing);
    (void)add(0, 8, 8, 2e-3 * (1 + seed), (struct optimum){OPTIMUM_BOUND, 1e-3});
    (void)add(0, 4, 10, 5e-3, nothing);
  }
  return 0;
}

static void test_panels(void **unused) {
  (void)unused;
  struct panels panels = panels_of(always, &any, ERROR_MSE);
  assert_int_equal(panels.count, 3);
  assert_int_equal(panels_of_function(&panels, 0), 2);
  assert_int_equal(panels_of_function(&panels, 2), 1);
  assert_ptr_equal(panels.panel[2].function, &fixture.functions[1]);
  const size_t expected[] = {0, 2, 4, 6, 8, 10};
  assert_int_equal(panels.panel[0].count, 6);
  for (size_t i = 0; i < 6; i++)
    assert_int_equal(panels.panel[0].point[i], expected[i]);
  panels_release(&panels);
  const struct design_filter eight = {.function = "gelu", .entries = 8};
  panels = panels_of(always, &eight, ERROR_MSE);
  assert_int_equal(panels.count, 1);
  assert_int_equal(panels.panel[0].count, 3);
  panels_release(&panels);
  panels = panels_of(always, &any, ERROR_MAE); /* no engine minimises it */
  assert_int_equal(panels.count, 0);
  panels_release(&panels);
  panels = panels_of(entries_shows, &any, ERROR_MSE);
  assert_int_equal(panels.count, 1);
  panels_release(&panels);
}

static void expect_label(const struct panels *panels, size_t first, size_t count, size_t index, const char *expected) {
  char text[192];
  panel_label(&fixture.results, &panels->panel[first], count, index, text, sizeof text);
  assert_string_equal(text, expected);
}

static void test_labels_of_weights_and_limits(void **unused) {
  (void)unused;
  struct weight weight = {.name = "bell"};
  fixture.points[3].spec.weight = &weight;
  fixture.points[0].engine = engine_defaults(engine_find("exact"));
  fixture.points[0].engine.value[engine_parameter_find(fixture.points[0].engine.engine, "max_abs")] = 0.5;
  fixture.points[0].spec.in_bits = 10;
  struct panels panels = panels_of(always, &any, ERROR_MSE);
  char text[192];
  for (size_t i = 0; i < panels_of_function(&panels, 0); i++) {
    panel_label(&fixture.results, panels.panel, panels_of_function(&panels, 0), i, text, sizeof text);
    const struct point *point = &fixture.points[panels.panel[i].point[0]];
    assert_int_equal(strstr(text, "max_abs to 0.5") != NULL, point == &fixture.points[0]);
    assert_int_equal(strstr(text, "weight bell") != NULL, point == &fixture.points[3]);
  }
  panels_release(&panels);
}

static void test_labels(void **unused) {
  (void)unused;
  fixture.points[3].spec.output = (struct output_stage){8, 0.5};
  fixture.points[7].spec.slope.bits = 9;
  fixture.points[11].spec.scales = (struct scale_set){1, {0.25}};
  struct panels panels = panels_of(always, &any, ERROR_MSE);
  assert_int_equal(panels.count, 5);
  expect_label(&panels, 0, 4, 0, "8 bit, scales 1 to 0.5, Q(8,6), exact output");
  expect_label(&panels, 0, 4, 1, "10 bit, scales 1 to 0.5, Q(8,6), 8 bit at 0.5");
  expect_label(&panels, 0, 4, 2, "10 bit, scales 1 to 0.5, Q(9,6) Q(8,6), exact output");
  expect_label(&panels, 0, 4, 3, "10 bit, scale 0.25, Q(8,6), exact output");
  expect_label(&panels, 0, 1, 0, "Q(8,6)");
  expect_label(&panels, 1, 2, 1, "Q(9,6) Q(8,6), exact output");
  panels_release(&panels);
}

static void test_labels_of_restrictions(void **unused) {
  (void)unused;
  fixture.points[0].spec.restriction.segments = SEGMENTS_POWER2;
  fixture.points[0].spec.restriction.slope_digits = 1;
  fixture.points[0].spec.restriction.mirrored = true;
  char text[128];
  uint32_t first = 0, second = 1;
  const struct function *const function = fixture.points[0].spec.function;
  const struct panel panel[2] = {{function, &first, 1}, {function, &second, 1}};
  fixture.points[1].spec = fixture.points[0].spec;
  fixture.points[1].spec.restriction = (struct restriction){SEGMENTS_FREE, 0, false};
  panel_label(&fixture.results, panel, 2, 0, text, sizeof text);
  assert_string_equal(text, "power2 segments, 1 digit, half a table");
  panel_label(&fixture.results, panel, 2, 1, text, sizeof text);
  assert_string_equal(text, "Q(8,6)");
  fixture.points[1].spec.restriction = (struct restriction){SEGMENTS_POWER2, 3, true};
  panel_label(&fixture.results, panel, 2, 1, text, sizeof text);
  assert_string_equal(text, "3 digits");
}

/* What a function writes; to be freed. */
#define WRITTEN(text, call)                                                                                            \
  char *text = NULL;                                                                                                   \
  size_t text##_size = 0;                                                                                              \
  FILE *const out = open_memstream(&text, &text##_size);                                                               \
  call;                                                                                                                \
  (void)fclose(out)

static void test_entries_columns(void **unused) {
  (void)unused;
  struct error err;
  fixture.points[8].engine.value[1] = 512;
  struct panels panels = panels_of(entries_shows, &any, ERROR_MSE);
  const struct panel *panel = &panels.panel[0];
  const struct figure_axes axes = entries_axes(&fixture.results, panel, 1);
  assert_true(axes.cost_min == 4 && axes.cost_max == 8 && axes.zero_at == 0);
  assert_true(axes.error_min < 1e-3 && axes.error_max > 1.2e-2);
  const struct entries_series series = entries_series_make(&fixture.results, &panels, NULL);
  assert_int_equal(series.count, 2);
  {
    WRITTEN(exact, entries_write_optimum(out, &fixture.results, panel, &axes, OPTIMUM_EXACT));
    assert_string_equal(exact, "# entries error\n4 0.003\n");
    free(exact);
  }
  {
    WRITTEN(bound, entries_write_optimum(out, &fixture.results, panel, &axes, OPTIMUM_BOUND));
    assert_string_equal(bound, "# entries error\n8 0.001\n");
    free(bound);
  }
  {
    WRITTEN(first, assert_true(entries_write_series(out, &fixture.results, panel, &series, 0, &axes, &err)));
    assert_string_equal(first, "# entries median least largest points\n4 0.006 0.004 0.008 2\n8 0.004 0.002 0.006 3\n");
    free(first);
  }
  {
    WRITTEN(second, assert_true(entries_write_series(out, &fixture.results, panel, &series, 1, &axes, &err)));
    assert_string_equal(second, "# entries median least largest points\n4 0.012 0.012 0.012 1\n");
    free(second);
  }
  panels_release(&panels);
}

static void test_entries_zero(void **unused) {
  (void)unused;
  fixture.designs[0].score.exact.mse = fixture.designs[0].score.requantised.mse = 0;
  fixture.outcomes[0].optimum.value = 0;
  struct panels panels = panels_of(entries_shows, &any, ERROR_MSE);
  const struct figure_axes axes = entries_axes(&fixture.results, &panels.panel[0], 1);
  assert_true(axes.zero_at > axes.error_min && axes.zero_at < 1e-3);
  panels_release(&panels);
}

static void test_engine_labels(void **unused) {
  (void)unused;
  char text[128];
  fixture.points[2].engine.value[0] = 3;
  struct panels panels = panels_of(always, &any, ERROR_MSE);
  struct entries_series series = entries_series_make(&fixture.results, &panels, NULL);
  assert_int_equal(series.count, 2);
  entries_series_label(&series, 1, text, sizeof text);
  assert_string_equal(text, "islands islands=3");
  assert_int_equal(entries_series_find(&series, &fixture.points[2].engine), 1);
  for (size_t p = 0; p < fixture.results.point_count; p++)
    fixture.points[p].engine.value[0] = (double)p + 1;
  series = entries_series_make(&fixture.results, &panels, NULL);
  assert_true(series.by_name && series.count == 1);
  entries_series_label(&series, 0, text, sizeof text);
  assert_string_equal(text, "islands");
  panels_release(&panels);
}

/* Three searches of one problem, whose steps are at different evaluations. */
static void add_histories(void) {
  static const struct convergence_step history[3][3] = {
      {{10, 6e-3}, {20, 4.5e-3}, {30, 3e-3}}, {{15, 9e-3}, {25, 3.3e-3}, {40, 3.3e-3}}, {{10, 3e-3 * (1 - 1e-8)}}};
  static const size_t count[3] = {3, 3, 1}, point[3] = {0, 4, 8};
  size_t next = 0;
  for (size_t i = 0; i < 3; i++) {
    fixture.outcomes[point[i]].first_step = next;
    fixture.outcomes[point[i]].step_count = count[i];
    for (size_t s = 0; s < count[i]; s++)
      steps[next++] = history[i][s];
  }
  fixture.results.steps = steps;
  fixture.results.step_count = next;
}

static void test_convergence_columns(void **unused) {
  (void)unused;
  struct error err;
  struct panels panels = panels_of(convergence_shows, &any, ERROR_MSE);
  assert_int_equal(panels.count, 0);
  panels_release(&panels);
  add_histories();
  fixture.points[2].engine.value[0] = 3; /* it has no history, and no name in the key */
  panels = panels_of(convergence_shows, &any, ERROR_MSE);
  assert_int_equal(panels.count, 1);
  const struct figure_series series = convergence_series(&fixture.results, &panels);
  const struct entries_series engines = entries_series_make(&fixture.results, &panels, convergence_point_shows);
  assert_int_equal(engines.count, 1);
  assert_int_equal(entries_series_make(&fixture.results, &panels, NULL).count, 2);
  assert_true(series.colours == 1 && series.colour[0] == 4);
  const struct figure_axes axes = convergence_axes(&fixture.results, panels.panel, 1);
  assert_true(axes.cost_min < 10 && axes.cost_max > 40 && axes.zero_at > 0 && axes.error_max >= 2);
  /* From 15 on, when all have begun: gaps 1, 2, 0; then 0.5, 2, 0; 0.5, 0.1, 0; 0, 0.1, 0. */
  WRITTEN(text, assert_true(convergence_write(out, &fixture.results, panels.panel, &series, &engines, &axes, &err)));
  char expected[512];
  (void)snprintf(expected, sizeof expected,
                 "# evaluations gap colour engine\n15 1 1 1\n20 0.5 1 1\n25 0.1 1 1\n30 %.9g 1 1\n40 %.9g 1 1\n\n\n",
                 axes.zero_at, axes.zero_at);
  assert_string_equal(text, expected);
  free(text);
  panels_release(&panels);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup(test_panels, set_up),
      cmocka_unit_test_setup(test_labels, set_up),
      cmocka_unit_test_setup(test_labels_of_restrictions, set_up),
      cmocka_unit_test_setup(test_labels_of_weights_and_limits, set_up),
      cmocka_unit_test_setup(test_entries_columns, set_up),
      cmocka_unit_test_setup(test_entries_zero, set_up),
      cmocka_unit_test_setup(test_engine_labels, set_up),
      cmocka_unit_test_setup(test_convergence_columns, set_up),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
