/* Fronts and picks from files that are read in slices: the same as of everything in memory. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "front/collect.h"
#include "front/digest.h"
#include "front/pick_source.h"
#include "store/sample.h"
#include "store/store.h"

enum { POINTS = 120, FILTERS_MAX = 12 };

static char *folder;
static struct results whole;
static struct design_filter filters[FILTERS_MAX];
static size_t filter_count;

static void add_filter(struct design_filter filter) { filters[filter_count++] = filter; }

/* Filters that files store the answer to, and others; some let nothing pass. */
static void make_filters(void) {
  const struct point *const point = &whole.points[POINTS / 2];
  add_filter((struct design_filter){.entries = 0});
  add_filter((struct design_filter){.function = point->spec.function->name});
  add_filter((struct design_filter){.function = "nothing of the kind"});
  add_filter((struct design_filter){.weight = weight_name(point->spec.weight)});
  add_filter((struct design_filter){.weight = "uniform"});
  add_filter((struct design_filter){.weight = "heavy", .function = whole.functions[0].name});
  add_filter((struct design_filter){.grid = point->grid});
  add_filter((struct design_filter){.in_bits = point->spec.in_bits, .function = point->spec.function->name});
  add_filter((struct design_filter){.entries = point->spec.entries});
  add_filter((struct design_filter){.datapath = {.by_storage = true, .storage = point->hardware.storage}});
}

static int set_up(void **unused) {
  struct error err;
  (void)unused;
  folder = sample_folder();
  sample_results(&whole, 3, POINTS);
  if (!front_fill(&whole, &err) || !store_write(&whole, sample_path(folder, "r.h5"), &err))
    return -1;
  /* As a reader gives them: functions in the order of their points, for one. */
  results_release(&whole);
  if (!store_read(&whole, sample_path(folder, "r.h5"), &err))
    return -1;
  make_filters();
  return 0;
}

static int tear_down(void **unused) {
  (void)unused;
  results_release(&whole);
  sample_folder_delete(folder);
  return 0;
}

static void open_source(struct front_source *source, const char *name) {
  struct error err;
  if (!source_open(source, sample_path(folder, name), NULL, NULL, &err))
    fail_msg("%s", err.text);
}

static void expect_same_design(const struct results *a, size_t left, const struct results *b, size_t right) {
  const struct scored_design *const x = &a->designs[left], *const y = &b->designs[right];
  assert_string_equal(a->points[x->point].id.hex, b->points[y->point].id.hex);
  assert_int_equal(x->rank, y->rank);
}

static void expect_same_view(const struct front_view *view, const struct front_view *expected,
                             const struct results *members) {
  assert_string_equal(view->function->name, expected->function->name);
  assert_string_equal(weight_name(view->weight), weight_name(expected->weight));
  assert_int_equal(view->all_count, expected->all_count);
  assert_true(view->worst_cost == expected->worst_cost && view->worst_error == expected->worst_error);
  assert_int_equal(view->front_count, expected->front_count);
  for (size_t i = 0; i < view->front_count; i++) {
    assert_true(view->front[i].cost == expected->front[i].cost && view->front[i].error == expected->front[i].error);
    expect_same_design(members, view->front[i].design, &whole, expected->front[i].design);
  }
  for (size_t i = 0; view->all != NULL && i < view->all_count; i++) {
    assert_true(view->all[i].cost == expected->all[i].cost && view->all[i].error == expected->all[i].error);
    assert_int_equal(view->all[i].entries, expected->all[i].entries);
    assert_int_equal(view->all[i].in_bits, expected->all[i].in_bits);
  }
}

/* The message of a source begins with its name. */
static void expect_same_error(const struct error *err, const struct error *expected) {
  assert_int_equal(err->kind, expected->kind);
  const char *const end = strstr(err->text, expected->text);
  assert_true(end != NULL && strcmp(end, expected->text) == 0);
}

static void expect_same_views(const char *name, const struct digest_request *request) {
  struct front_source source;
  struct front_views expected;
  struct digest digest;
  struct error err, expected_err;
  open_source(&source, name);
  const bool any = front_views_make(&expected, &whole, &request->filter, request->error, request->cost, &expected_err);
  assert_int_equal(digest_make(&digest, &source, request, &err), any);
  if (any) {
    assert_int_equal(digest.views.count, expected.count);
    for (size_t v = 0; v < expected.count; v++)
      expect_same_view(&digest.views.view[v], &expected.view[v], &digest.members);
    digest_release(&digest);
    front_views_release(&expected);
  } else
    expect_same_error(&err, &expected_err);
  source_close(&source);
}

/* Of every filter, `metrics` error metrics; every metric comes with some filter. */
static void expect_same_everywhere(const char *name, int metrics) {
  for (size_t f = 0; f < filter_count; f++)
    for (int m = 0, error = (int)(f % ERROR_METRICS); m < metrics; m++, error = (error + 1) % ERROR_METRICS)
      for (int dots = 0; dots < 2; dots++) {
        const struct digest_request request = {.filter = filters[f],
                                               .error = (enum error_metric)error,
                                               .cost = (enum cost_metric)(error % COST_METRICS),
                                               .dots = dots == 1};
        expect_same_views(name, &request);
      }
}

static void test_views(void **unused) {
  (void)unused;
  expect_same_everywhere("r.h5", ERROR_METRICS);
}

/* Some points are in several parts. */
static void test_parts(void **unused) {
  (void)unused;
  static const size_t first[] = {0, 20, 10, 50, 90}, end[] = {20, 60, 30, 90, POINTS};
  char name[64];
  struct error err;
  (void)mkdir(sample_path(folder, "p.h5.parts"), 0777);
  for (size_t i = 0; i < sizeof first / sizeof first[0]; i++) {
    struct results part;
    results_init(&part);
    for (size_t p = first[i]; p < end[i]; p++)
      assert_true(results_add_copy(&part, &whole, p, &whole.points[p], &err));
    (void)snprintf(name, sizeof name, "p.h5.parts/part-%016zx.h5", i);
    if (!store_write(&part, sample_path(folder, name), &err))
      fail_msg("%s", err.text);
    results_release(&part);
  }
  expect_same_everywhere("p.h5", 1);
  expect_same_everywhere("p.h5.parts", 1);
}

static void expect_same_pick(const struct pick_request *request) {
  struct front_source source;
  struct pick pick;
  struct error err, expected_err;
  size_t expected = 0;
  open_source(&source, "r.h5");
  const bool any = pick_design(&whole, request, &expected, &expected_err);
  assert_int_equal(pick_from_source(&pick, &source, request, &err), any);
  if (any) {
    expect_same_design(&pick.results, pick.design, &whole, expected);
    pick_release(&pick);
  } else
    expect_same_error(&err, &expected_err);
  source_close(&source);
}

/* Bounds taken from a design, so that some are met and some are not. */
static void expect_same_picks(struct pick_request request, size_t design) {
  const struct scored_design *const scored = &whole.designs[design];
  request.max_error[design % ERROR_METRICS] = design_error(scored, (enum error_metric)(design % ERROR_METRICS));
  expect_same_pick(&request);
  request.max_cost[design % COST_METRICS] = design_cost(scored, (enum cost_metric)(design % COST_METRICS)) / 2;
  expect_same_pick(&request);
  request.goal = PICK_ACCURATE;
  expect_same_pick(&request);
  request.max_cost[(design + 1) % COST_METRICS] = 0;
  expect_same_pick(&request);
}

static void test_picks(void **unused) {
  (void)unused;
  for (size_t f = 0; f < filter_count; f++)
    for (size_t design = 0; design < whole.design_count; design += 61) {
      const struct point *const point = &whole.points[whole.designs[design].point];
      struct pick_request request = pick_request_default();
      request.filter = filters[f];
      request.error = (enum error_metric)(design % ERROR_METRICS);
      expect_same_picks(request, design);
      if (request.filter.function == NULL)
        request.filter.function = point->spec.function->name;
      if (request.filter.weight == NULL)
        request.filter.weight = weight_name(point->spec.weight);
      request.goal = PICK_KNEE;
      expect_same_picks(request, design);
    }
}

static void test_collect(void **unused) {
  (void)unused;
  struct front_source source;
  struct results out;
  struct error err;
  bool too_many;
  open_source(&source, "r.h5");
  assert_true(collect_designs(&out, &source, NULL, whole.design_count, &too_many, &err));
  assert_false(too_many);
  assert_int_equal(out.design_count, whole.design_count);
  results_release(&out);
  assert_true(collect_designs(&out, &source, NULL, whole.design_count - 1, &too_many, &err));
  assert_true(too_many);
  assert_int_equal(out.point_count, 0);
  assert_true(collect_designs(&out, &source, &filters[1], whole.design_count - 1, &too_many, &err));
  assert_false(too_many);
  assert_true(out.point_count > 0 && out.point_count < whole.point_count);
  for (size_t p = 0; p < out.point_count; p++)
    assert_string_equal(out.points[p].spec.function->name, filters[1].function);
  results_release(&out);
  source_close(&source);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_views),
      cmocka_unit_test(test_parts),
      cmocka_unit_test(test_picks),
      cmocka_unit_test(test_collect),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
