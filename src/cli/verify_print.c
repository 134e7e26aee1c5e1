#include "cli/verify_print.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/json_print.h"
#include "version.h"

static const double seconds_between_lines = 10;

static const char *ending(size_t count) { return count == 1 ? "" : "s"; }

static void print_difference(const struct verify_difference *difference) {
  (void)printf("%s row %zu", difference->table, difference->row);
  if (difference->point[0] != '\0')
    (void)printf(", point %.12s", difference->point);
  if (difference->function[0] != '\0')
    (void)printf(" (%s)", difference->function);
  (void)printf(": %s is %.17g, should be %.17g\n", difference->column, difference->stored, difference->found);
}

void verify_take_difference(void *context, const struct verify_difference *difference) {
  struct verify_report *const report = context;
  if (report->listed == VERIFY_LISTED_MAX)
    return;
  report->difference[report->listed++] = *difference;
  if (!report->print)
    return;
  progress_end(&report->view);
  print_difference(difference);
}

void verify_take_damage(void *context, const char *message) {
  struct verify_report *const report = context;
  report->damaged++;
  progress_note(&report->view, message);
}

/* "1000/5000 designs, 2.1e+04 designs/s, ETA 12 s"; without the total where nobody knows it. */
void verify_show_progress(void *context, const struct verify_progress *progress) {
  struct verify_report *const report = context;
  struct progress_view *const view = &report->view;
  const bool last = progress->done == progress->designs;
  const double wait = view->terminal ? 0.1 : seconds_between_lines;
  if (view->quiet || (!last && progress->seconds < view->last_line + wait))
    return;
  view->last_line = progress->seconds;
  char total[32] = "", time[64] = "", duration[48];
  const double rate = (double)progress->done / (progress->seconds > 0 ? progress->seconds : 1e-9);
  if (progress->designs > 0) {
    (void)snprintf(total, sizeof total, "/%zu", progress->designs);
    progress_duration(last ? progress->seconds : (double)(progress->designs - progress->done) / rate, duration,
                      sizeof duration);
    (void)snprintf(time, sizeof time, ", %s %s", last ? "took" : "ETA", duration);
  }
  (void)fprintf(stderr, "%s%zu%s designs, %.3g designs/s%s%s", view->terminal ? "\r\033[K" : "", progress->done, total,
                rate, time, view->terminal ? "" : "\n");
  (void)fflush(stderr);
  view->open = view->terminal;
}

bool verify_report_is_good(const struct verify_report *report) {
  return report->summary.differences == 0 && report->damaged == 0;
}

void verify_print_summary(const struct verify_report *report, const char *path) {
  const struct verify_summary *const summary = &report->summary;
  const char *const fronts = summary->fronts ? "" : "; no fronts are stored";
  if (summary->differences > report->listed)
    (void)printf("... and %zu more\n", summary->differences - report->listed);
  if (summary->differences > 0)
    (void)printf("%s: %zu difference%s; %zu of %zu designs of %zu point%s %s not what they say%s\n", path,
                 summary->differences, ending(summary->differences), summary->wrong_designs, summary->designs,
                 summary->points, ending(summary->points), summary->wrong_designs == 1 ? "is" : "are", fronts);
  else
    (void)printf("%s: %zu design%s of %zu point%s %s what they say%s\n", path, summary->designs,
                 ending(summary->designs), summary->points, ending(summary->points),
                 summary->designs == 1 ? "is" : "are", fronts);
}

/* JSON has no other numbers. */
static json_t *number_json(double value) { return isfinite(value) ? json_real(value) : json_null(); }

static json_t *difference_json(const struct verify_difference *difference) {
  return json_pack("{s:s, s:I, s:s, s:s, s:s, s:o, s:o}", "table", difference->table, "row",
                   (json_int_t)difference->row, "point", difference->point, "function", difference->function, "column",
                   difference->column, "stored", number_json(difference->stored), "found",
                   number_json(difference->found));
}

bool verify_print_json(const struct verify_report *report, const char *path, struct error *err) {
  const struct verify_summary *const summary = &report->summary;
  json_t *listed = json_array();
  for (size_t i = 0; i < report->listed; i++)
    json_append(&listed, difference_json(&report->difference[i]));
  json_t *const object =
      json_pack("{s:s, s:I, s:I, s:I, s:I, s:I, s:b, s:f, s:o}", "file", path, "points", (json_int_t)summary->points,
                "designs", (json_int_t)summary->designs, "wrong_designs", (json_int_t)summary->wrong_designs,
                "differences", (json_int_t)summary->differences, "damaged_parts", (json_int_t)report->damaged, "fronts",
                summary->fronts, "seconds", summary->seconds, "listed", listed);
  return json_print(object, stdout, "JSON of the differences", err);
}

void verify_print_advice(const struct verify_report *report, const char *path) {
  const bool others = strcmp(report->summary.versions, LUTDSE_VERSION) != 0 && report->summary.versions[0] != '\0';
  if (report->damaged > 0)
    (void)fprintf(stderr, "lutdse: %s: %zu damaged part%s; 'lutdse run' sets them aside and computes them again\n",
                  path, report->damaged, ending(report->damaged));
  if (report->summary.differences > 0)
    (void)fprintf(stderr,
                  "lutdse: %s: differences: the file was changed%s%s%s; 'lutdse run --fresh' computes it again\n", path,
                  others ? ", or other versions of lutdse (" : ", or another version of lutdse computed it",
                  others ? report->summary.versions : "", others ? ") computed it" : "");
}
