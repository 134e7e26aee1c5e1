/* Figures end to end, and everything that can keep gnuplot from drawing them. */
#include <dirent.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "export/figures.h"
#include "export/gnuplot.h"
#include "front/fixture.h"

static struct fixture fixture;
static char folder[64], figures[96];

static int count_files(const char *path) {
  DIR *open = opendir(path);
  int count = 0;
  for (const struct dirent *entry = open != NULL ? readdir(open) : NULL; entry != NULL; entry = readdir(open))
    count += entry->d_name[0] != '.';
  if (open != NULL)
    (void)closedir(open);
  return open != NULL ? count : -1;
}

/* Temporary files go to a folder of the test's own, which shows whether they are removed. */
static int set_up(void **unused) {
  (void)unused;
  (void)snprintf(folder, sizeof folder, "/tmp/lutdse-test-XXXXXX");
  if (mkdtemp(folder) == NULL || setenv("TMPDIR", folder, 1) != 0)
    return 1;
  (void)snprintf(figures, sizeof figures, "%s/figures", folder);
  fixture_init(&fixture, 2);
  (void)snprintf(fixture.functions[1].name, sizeof fixture.functions[1].name, "odd'name/%%s\n\"x");
  for (int i = 0; i < 20; i++)
    (void)fixture_add(&fixture, (size_t)i % 2, 8 << (i % 3), 8, 500 + 90 * i, i == 7 ? 0 : 1e-2 / (1 + i * i), 1);
  return 0;
}

static void remove_files(const char *path) {
  DIR *open = opendir(path);
  if (open == NULL)
    return;
  for (const struct dirent *entry = readdir(open); entry != NULL; entry = readdir(open))
    (void)unlinkat(dirfd(open), entry->d_name, 0);
  (void)closedir(open);
  (void)rmdir(path);
}

static int tear_down(void **unused) {
  (void)unused;
  remove_files(figures);
  return rmdir(folder);
}

struct seen {
  int count;
  char last[256];
};

static void note(void *context, const char *path) {
  struct seen *seen = context;
  seen->count++;
  (void)snprintf(seen->last, sizeof seen->last, "%s", path);
  struct stat status;
  assert_int_equal(stat(path, &status), 0);
  assert_true(status.st_size > 500);
}

static struct figures_request request(void) {
  return (struct figures_request){
      .format = {[FIGURE_SVG] = true}, .kind = {[FIGURE_FRONT] = true}, .folder = figures, .gnuplot = "gnuplot"};
}

static bool has_gnuplot(void) { return access("/usr/bin/gnuplot", X_OK) == 0; }

static void test_draw(void **unused) {
  (void)unused;
  if (!has_gnuplot())
    skip();
  struct seen seen = {0, ""};
  struct error err;
  const struct figures_request drawing = request();
  if (!figures_draw(&fixture.results, &drawing, note, &seen, &err))
    fail_msg("%s", err.text);
  assert_int_equal(seen.count, 3);
  assert_int_equal(count_files(figures), 3);
  assert_non_null(strstr(seen.last, "/front_odd_name__s__x_mse_area.svg"));
  assert_int_equal(count_files(folder), 1); /* the figures alone */
}

static size_t count_words(const char *path, const char *word) {
  FILE *const in = fopen(path, "r");
  char line[4096];
  size_t count = 0;
  assert_non_null(in);
  while (fgets(line, sizeof line, in) != NULL)
    count += strstr(line, word) != NULL;
  (void)fclose(in);
  return count;
}

/* The sheet of all functions alone, with three rings in each of its panels, and one in its key. */
static void test_one_sheet(void **unused) {
  (void)unused;
  if (!has_gnuplot())
    skip();
  static const char ring[] = "#gpPt5'";
  struct seen plain = {0, ""}, marked = {0, ""};
  struct error err;
  struct figures_request drawing = request();
  drawing.one_sheet = true;
  assert_true(figures_draw(&fixture.results, &drawing, note, &plain, &err));
  assert_int_equal(plain.count, 1);
  assert_non_null(strstr(plain.last, "/overview_mse_area.svg"));
  const size_t before = count_words(plain.last, ring);
  drawing.picks = true;
  assert_true(figures_draw(&fixture.results, &drawing, note, &marked, &err));
  assert_int_equal(count_words(marked.last, ring), before + 7);
  drawing.dots = 2;
  assert_true(figures_draw(&fixture.results, &drawing, note, &marked, &err));
}

static void test_one_function(void **unused) {
  (void)unused;
  if (!has_gnuplot())
    skip();
  struct seen seen = {0, ""};
  struct error err;
  struct figures_request drawing = request();
  drawing.filter.function = "gelu";
  drawing.cost = COST_DELAY;
  if (!figures_draw(&fixture.results, &drawing, note, &seen, &err))
    fail_msg("%s", err.text);
  assert_int_equal(seen.count, 1);
  assert_non_null(strstr(seen.last, "/front_gelu_mse_delay.svg"));
}

static struct convergence_step steps[4] = {{10, 1e-1}, {20, 1e-2}, {10, 1e-1}, {30, 1e-3}};

/* The fixture's points as searches that an engine made, with optima and two histories. */
static void make_searches(void) {
  for (size_t p = 0; p < fixture.results.point_count; p++) {
    fixture.points[p].engine = engine_defaults(engine_builtin(0));
    fixture.outcomes[p].optimum =
        (struct optimum){p % 3 == 0 ? OPTIMUM_BOUND : OPTIMUM_EXACT, fixture.designs[p].score.exact.mse / 2};
  }
  for (size_t p = 0; p < 2; p++) {
    fixture.outcomes[p].first_step = 2 * p;
    fixture.outcomes[p].step_count = 2;
  }
  fixture.results.steps = steps;
  fixture.results.step_count = 4;
}

static struct seen draw(const struct figures_request *drawing) {
  struct seen seen = {0, ""};
  struct error err;
  if (!figures_draw(&fixture.results, drawing, note, &seen, &err))
    fail_msg("%s", err.text);
  return seen;
}

static void test_kinds(void **unused) {
  (void)unused;
  if (!has_gnuplot())
    skip();
  make_searches();
  struct figures_request drawing = request();
  drawing.kind[FIGURE_FRONT] = false;
  drawing.kind[FIGURE_ENTRIES] = drawing.strict = true;
  struct seen seen = draw(&drawing);
  assert_int_equal(seen.count, 2);
  assert_non_null(strstr(seen.last, "/entries_odd_name__s__x_mse.svg"));
  drawing.kind[FIGURE_ENTRIES] = false;
  drawing.kind[FIGURE_CONVERGENCE] = true;
  seen = draw(&drawing);
  assert_int_equal(seen.count, 2);
  assert_non_null(strstr(seen.last, "/convergence_odd_name__s__x_mse.svg"));
  drawing.kind[FIGURE_FRONT] = drawing.kind[FIGURE_ENTRIES] = true;
  assert_int_equal(draw(&drawing).count, 7);
  assert_int_equal(count_files(figures), 7);
  assert_int_equal(count_files(folder), 1);
}

/* Three libraries: of the first, all figures; of the second, areas alone; of the third, nothing that passes a filter.
 */
static void test_synthesis(void **unused) {
  (void)unused;
  if (!has_gnuplot())
    skip();
  struct synthesised rows[14];
  for (size_t i = 0; i < 14; i++) {
    const size_t design = i < 12 ? i : 12 + i % 2;
    fixture.designs[design].cost = (struct cost){.area_ge = 100.0 + (double)i, .energy_pj = 1, .delay_ns = 2};
    fixture.points[design].hardware = (struct hardware){(enum storage)(i % 3), SELECT_TREE, 0, {"t", 1, 5, 1, 1, 100}};
    rows[i] = (struct synthesised){.design = design, .tool = "Yosys", .area_ge = 90, .delay_ns = 3, .energy_pj = 4};
    (void)snprintf(rows[i].library, sizeof rows[i].library, "%s", i < 12 ? "odd'_{1}.lib" : i < 13 ? "b" : "c.d.lib");
    if (i >= 12)
      rows[i].delay_ns = rows[i].energy_pj = (double)NAN;
  }
  fixture.results.synthesised = rows;
  fixture.results.synthesised_count = 14;
  struct figures_request drawing = request();
  drawing.kind[FIGURE_FRONT] = false;
  drawing.kind[FIGURE_SYNTHESIS] = drawing.strict = true;
  struct seen seen = draw(&drawing);
  assert_int_equal(seen.count, 3);
  assert_non_null(strstr(seen.last, "/synthesis_c.d.svg"));
  drawing.filter.function = "gelu";
  seen = draw(&drawing);
  assert_int_equal(seen.count, 2);
  assert_non_null(strstr(seen.last, "/synthesis_b.svg"));
  fixture.results.synthesised_count = 0;
  struct error err;
  assert_false(figures_draw(&fixture.results, &drawing, note, &seen, &err));
  assert_int_equal(err.kind, ERROR_NOTHING_FOUND);
  assert_non_null(strstr(err.text, "no figure of synthesis"));
}

/* Published units need no results. */
static void test_published(void **unused) {
  (void)unused;
  if (!has_gnuplot())
    skip();
  struct figures_request drawing = request();
  drawing.kind[FIGURE_FRONT] = false;
  drawing.kind[FIGURE_PUBLISHED] = drawing.strict = true;
  struct seen seen = {0, ""};
  struct error err;
  if (!figures_draw(NULL, &drawing, note, &seen, &err))
    fail_msg("%s", err.text);
  assert_int_equal(seen.count, 1);
  assert_non_null(strstr(seen.last, "/published.svg"));
}

/* Settings without end are spread over several sheets. */
static void test_many_panels(void **unused) {
  (void)unused;
  if (!has_gnuplot())
    skip();
  for (int i = 0; i < 44; i++)
    for (int entries = 4; entries <= 8; entries += 4)
      fixture_add(&fixture, 0, entries, 8, 1000, 1e-3, 1)->score.requantised.mse = 1e-3 / entries;
  make_searches();
  for (size_t p = 20; p < fixture.results.point_count; p++)
    fixture.points[p].spec.slope.bits = 9 + (int)(p - 20) / 2;
  struct figures_request drawing = request();
  drawing.kind[FIGURE_FRONT] = false;
  drawing.kind[FIGURE_ENTRIES] = true;
  drawing.filter.function = "gelu";
  const struct seen seen = draw(&drawing);
  assert_int_equal(seen.count, 3);
  assert_non_null(strstr(seen.last, "/entries_gelu_mse_3.svg"));
}

/* What was asked for and cannot be shown is an error; what was not asked for is left out. */
static void test_nothing_to_show(void **unused) {
  (void)unused;
  struct seen seen = {0, ""};
  struct error err;
  struct figures_request drawing = request();
  for (int kind = 0; kind < FIGURE_KINDS; kind++)
    drawing.kind[kind] = kind == FIGURE_CONVERGENCE;
  for (int strict = 0; strict < 2; strict++) {
    drawing.strict = strict != 0;
    assert_false(figures_draw(&fixture.results, &drawing, note, &seen, &err));
    assert_int_equal(err.kind, ERROR_NOTHING_FOUND);
    assert_non_null(strstr(err.text, "no figure of convergence"));
  }
  if (!has_gnuplot())
    skip();
  drawing.kind[FIGURE_FRONT] = true;
  drawing.strict = false;
  assert_int_equal(draw(&drawing).count, 3);
  drawing.strict = true;
  assert_false(figures_draw(&fixture.results, &drawing, note, &seen, &err));
}

static void expect_failure(const struct figures_request *drawing, const char *words) {
  struct seen seen = {0, ""};
  struct error err = {.kind = ERROR_NONE};
  assert_false(figures_draw(&fixture.results, drawing, note, &seen, &err));
  assert_int_equal(err.kind, ERROR_IO);
  assert_int_equal(seen.count, 0);
  if (strstr(err.text, words) == NULL)
    fail_msg("no '%s' in '%s'", words, err.text);
}

static void test_gnuplot_fails(void **unused) {
  (void)unused;
  struct figures_request drawing = request();
  drawing.gnuplot = "/nonexistent/gnuplot";
  expect_failure(&drawing, "/nonexistent/gnuplot: not found; install gnuplot");
  drawing.gnuplot = "false";
  expect_failure(&drawing, "false: failed with status 1");
  drawing.gnuplot = "true"; /* reports success, draws nothing */
  expect_failure(&drawing, "cannot open");
  assert_int_equal(count_files(figures), 0);
  assert_int_equal(count_files(folder), 1);
}

static void test_folders(void **unused) {
  (void)unused;
  struct figures_request drawing = request();
  drawing.folder = "/nonexistent/deeper";
  expect_failure(&drawing, "/nonexistent/deeper: cannot create the folder");
  drawing.folder = "/dev/null";
  expect_failure(&drawing, "/dev/null: not a folder");
  (void)setenv("TMPDIR", "/nonexistent", 1);
  drawing.folder = figures;
  expect_failure(&drawing, "/nonexistent: cannot create a temporary folder");
}

static void test_names(void **unused) {
  (void)unused;
  for (int i = 0; i < FIGURE_FORMATS; i++)
    assert_int_equal(figure_format_parse(figure_format_name((enum figure_format)i)), i);
  assert_int_equal(figure_format_parse("jpg"), -1);
  for (int i = 0; i < FIGURE_KINDS; i++)
    assert_int_equal(figure_kind_parse(figure_kind_name((enum figure_kind)i)), i);
  assert_int_equal(figure_kind_parse("bars"), -1);
}

/* A gnuplot that never ends is ended. */
static void test_hanging_gnuplot(void **unused) {
  (void)unused;
  struct error err = {.kind = ERROR_NONE};
  struct scratch scratch;
  char program[sizeof scratch.folder + 16];
  assert_true(scratch_open(&scratch, &err));
  (void)snprintf(program, sizeof program, "%s/hanging", scratch.folder);
  FILE *script = fopen(program, "w");
  assert_non_null(script);
  (void)fputs("#!/bin/sh\nexec sleep 1000\n", script);
  assert_int_equal(fclose(script), 0);
  assert_int_equal(chmod(program, 0700), 0);
  assert_false(gnuplot_run(program, &scratch, "plot.gp", 0.2, &err));
  assert_int_equal(err.kind, ERROR_IO);
  assert_non_null(strstr(err.text, "had not ended after"));
  scratch_close(&scratch);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_draw, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_one_sheet, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_one_function, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_gnuplot_fails, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_folders, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_hanging_gnuplot, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_kinds, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_synthesis, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_published, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_many_panels, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_nothing_to_show, set_up, tear_down),
      cmocka_unit_test(test_names),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
