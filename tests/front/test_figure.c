/* The columns and axes behind the figures, degenerate data first of all. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "front/figure.h"
#include "front/fixture.h"

static struct fixture fixture;
static struct front_views views;

static void make_views(void) {
  struct error err;
  const struct design_filter any = {.entries = 0};
  if (!front_views_make(&views, &fixture.results, &any, ERROR_MSE, COST_AREA, &err))
    fail_msg("%s", err.text);
}

static int release(void **unused) {
  (void)unused;
  front_views_release(&views);
  return 0;
}

static void assert_inside(const struct figure_axes *axes) {
  assert_true(axes->cost_min < axes->cost_max);
  assert_true(axes->error_min > 0 && axes->error_min < axes->error_max);
  for (size_t v = 0; v < views.count; v++)
    for (size_t i = 0; i < views.view[v].all_count; i++) {
      const struct front_dot *item = &views.view[v].all[i];
      const double error = item->error > 0 ? item->error : axes->zero_at;
      assert_true(item->cost > axes->cost_min && item->cost < axes->cost_max);
      assert_true(error > axes->error_min && error < axes->error_max);
    }
}

static void test_views(void **unused) {
  (void)unused;
  fixture_init(&fixture, 3);
  (void)fixture_add(&fixture, 2, 8, 8, 900, 1e-3, 1e-2);
  (void)fixture_add(&fixture, 0, 8, 8, 800, 1e-3, 1e-2);
  (void)fixture_add(&fixture, 2, 16, 8, 1600, 2e-3, 1e-2);
  (void)fixture_add(&fixture, 2, 16, 8, NAN, 1e-9, 1e-2);
  make_views();
  assert_int_equal(views.count, 2); /* function 1 has no design */
  assert_true(views.view[0].function == &fixture.functions[0]);
  assert_int_equal(views.view[1].all_count, 2);
  assert_int_equal(views.view[1].front_count, 1);
  assert_true(views.view[1].worst_cost == 1600 && views.view[1].worst_error == 2e-3);
  assert_false(front_views_shares_name(&views, 0));
  (void)strcpy(fixture.functions[2].name, fixture.functions[0].name);
  assert_true(front_views_shares_name(&views, 0));
}

static void test_no_views(void **unused) {
  (void)unused;
  fixture_init(&fixture, 1);
  struct error err;
  const struct design_filter filter = {.function = "tanh"};
  assert_false(front_views_make(&views, &fixture.results, &filter, ERROR_MSE, COST_AREA, &err));
  assert_int_equal(err.kind, ERROR_NOTHING_FOUND);
}

static void test_axes(void **unused) {
  (void)unused;
  static const struct {
    double area[3], mse[3];
    bool log_cost, zero;
  } cases[] = {
      {{500, 900, 4000}, {1e-3, 1e-5, 1e-6}, false, false},
      {{961, 961, 961}, {1e-2, 1e-3, 1e-4}, false, false},
      {{961, 961, 961}, {1e-3, 1e-3, 1e-3}, false, false},
      {{900, 1000, 1100}, {1e-2, 1e-3, 0}, false, true},
      {{10, 1000, 100000}, {1e-2, 1e-3, 0}, true, true},
      {{1, 2, 3}, {0, 0, 0}, false, true},
      {{0.1, 2, 3}, {1, 10, 100}, true, false},
      {{961, 961, 961 * (1 + 1e-12)}, {1, 2, 3}, false, false},
  };
  for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
    fixture_init(&fixture, 1);
    for (int i = 0; i < 3; i++)
      (void)fixture_add(&fixture, 0, 8, 8, cases[c].area[i], cases[c].mse[i], 1);
    make_views();
    const struct figure_axes axes = figure_axes_make(views.view, views.count);
    assert_inside(&axes);
    assert_int_equal(axes.log_cost, cases[c].log_cost);
    assert_int_equal(axes.zero_at > 0, cases[c].zero);
    front_views_release(&views);
  }
}

static void test_series(void **unused) {
  (void)unused;
  fixture_init(&fixture, 1);
  for (int i = 0; i < 12; i++)
    (void)fixture_add(&fixture, 0, 8 << (i % 3), 8 + 2 * (i % 2), 900 + i, 1e-3, 1);
  make_views();
  struct figure_series series = figure_series_make(&views);
  assert_true(series.by_entries && !series.continuous);
  assert_int_equal(series.colours, 3);
  assert_int_equal(series.colour[2], 32);
  assert_int_equal(series.shapes, 2);
  assert_int_equal(series.shape[1], 10);
  /* One entry count: colour is the input width. */
  for (size_t i = 0; i < fixture.results.design_count; i++)
    fixture.designs[i].design.entries = 8;
  front_views_release(&views);
  make_views();
  series = figure_series_make(&views);
  assert_false(series.by_entries);
  assert_int_equal(series.colours, 2);
  assert_int_equal(series.shapes, 1);
  /* Too many for a list. */
  for (size_t i = 0; i < fixture.results.design_count; i++)
    fixture.designs[i].design.entries = 5 + (int)i;
  front_views_release(&views);
  make_views();
  series = figure_series_make(&views);
  assert_true(series.by_entries && series.continuous);
  assert_int_equal(series.colour[0], 5);
  assert_int_equal(series.colour[1], 16);
}

static int count_lines(const char *text) {
  int lines = 0;
  for (; *text != '\0'; text++)
    lines += *text == '\n';
  return lines;
}

static void test_cloud_drops_what_prints_on_one_spot(void **unused) {
  (void)unused;
  fixture_init(&fixture, 1);
  for (int i = 0; i < 100; i++)
    (void)fixture_add(&fixture, 0, i % 2 == 0 ? 8 : 16, 8, 900, 1e-3, 1);
  (void)fixture_add(&fixture, 0, 8, 8, 1000, 1e-4, 1);
  (void)fixture_add(&fixture, 0, 8, 8, 2000, 0, 1);
  make_views();
  const struct figure_axes axes = figure_axes_make(views.view, 1);
  const struct figure_series series = figure_series_make(&views);
  char *text = NULL;
  size_t size = 0;
  FILE *out = open_memstream(&text, &size);
  struct error err;
  assert_true(figure_write_cloud(out, views.view, &axes, &series, FIGURE_DOTS_MAX, &err));
  (void)fclose(out);
  /* A title, both entry counts of the pile, and the two others. */
  assert_int_equal(count_lines(text), 1 + 2 + 2);
  assert_non_null(strstr(text, "900 0.001 2 1\n"));
  assert_non_null(strstr(text, "2000 1e-06 1 1\n")); /* zero, drawn two decades under the decade below 1e-4 */
  free(text);
}

static void test_cloud_is_thinned(void **unused) {
  (void)unused;
  enum { DOTS = 900, MOST = 100 };
  fixture_init(&fixture, 1);
  for (int i = 0; i < DOTS; i++)
    (void)fixture_add(&fixture, 0, 8 + 8 * (i % 2), 8, 900 + i % 30, pow(10, -3 - i / 30 / 30.0), 1);
  make_views();
  const struct figure_axes axes = figure_axes_make(views.view, 1);
  const struct figure_series series = figure_series_make(&views);
  char *text = NULL;
  size_t size = 0;
  FILE *out = open_memstream(&text, &size);
  struct error err;
  assert_true(figure_write_cloud(out, views.view, &axes, &series, DOTS, &err));
  const int all = count_lines((fflush(out), text)) - 1;
  assert_int_equal(all, DOTS);
  assert_true(figure_write_cloud(out, views.view, &axes, &series, MOST, &err));
  (void)fclose(out);
  const int thinned = count_lines(text) - all - 2;
  assert_true(thinned <= MOST && thinned > MOST / 4);
  free(text);
}

static void test_steps_reach_the_edges(void **unused) {
  (void)unused;
  fixture_init(&fixture, 1);
  (void)fixture_add(&fixture, 0, 8, 8, 1000, 2e-3, 1);
  (void)fixture_add(&fixture, 0, 16, 8, 2000, 5e-4, 1);
  make_views();
  const struct figure_axes axes = figure_axes_make(views.view, 1);
  char *text = NULL;
  size_t size = 0;
  FILE *out = open_memstream(&text, &size);
  figure_write_steps(out, views.view, &axes);
  (void)fclose(out);
  assert_string_equal(text, "# cost error\n1000 0.01\n1000 0.002\n2000 0.0005\n2060 0.0005\n");
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_teardown(test_views, release),
      cmocka_unit_test(test_no_views),
      cmocka_unit_test(test_axes),
      cmocka_unit_test_teardown(test_series, release),
      cmocka_unit_test_teardown(test_cloud_drops_what_prints_on_one_spot, release),
      cmocka_unit_test_teardown(test_cloud_is_thinned, release),
      cmocka_unit_test_teardown(test_steps_reach_the_edges, release),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
