#include "cli/merge_print.h"

#include <stdio.h>

#include "cli/json_print.h"
#include "clock.h"

static const double seconds_between_lines = 10;

static const char *ending(size_t count) { return count == 1 ? "" : "s"; }

void merge_tell_note(void *context, const char *text) {
  struct merge_report *const report = context;
  progress_note(&report->view, text);
}

void merge_tell_conflict(void *context, const struct weave_conflict *conflict) {
  struct merge_report *const report = context;
  if (report->conflicts++ >= MERGE_CONFLICTS_MAX)
    return;
  progress_end(&report->view);
  (void)fprintf(stderr, "lutdse: point %s (%s, %d entries): %s and %s differ in %s\n", conflict->point->id.hex,
                conflict->point->spec.function->name, conflict->point->spec.entries, conflict->path[0],
                conflict->path[1], conflict->what);
}

void merge_tell_rest(const struct merge_report *report) {
  if (report->conflicts > MERGE_CONFLICTS_MAX)
    (void)fprintf(stderr, "lutdse: ... and %zu more\n", report->conflicts - MERGE_CONFLICTS_MAX);
}

void merge_show_progress(void *context, size_t points, size_t written) {
  struct merge_report *const report = context;
  struct progress_view *const view = &report->view;
  const double seconds = clock_seconds() - report->began, wait = view->terminal ? 0.1 : seconds_between_lines;
  if (view->last_line < 0)
    view->last_line = 0;
  if (view->quiet || seconds < view->last_line + wait)
    return;
  view->last_line = seconds;
  (void)fprintf(stderr, "%s%zu of at most %zu points written, %.3g points/s%s", view->terminal ? "\r\033[K" : "",
                written, points, (double)written / seconds, view->terminal ? "" : "\n");
  (void)fflush(stderr);
  view->open = view->terminal;
}

void merge_print_summary(const struct merge_summary *summary, const struct merge_options *options) {
  char duration[48];
  progress_duration(summary->seconds, duration, sizeof duration);
  (void)printf("%s: %zu point%s, %zu design%s from %zu file%s%s, took %s\n", options->output, summary->points,
               ending(summary->points), summary->designs, ending(summary->designs), options->count,
               ending(options->count),
               summary->same_sweep ? " of one sweep"
               : summary->nameless ? ""
                                   : " of different sweeps",
               duration);
  if (summary->read > summary->points)
    (void)printf("%zu record%s of points that an earlier file has, too; they agree\n", summary->read - summary->points,
                 ending(summary->read - summary->points));
}

bool merge_print_json(const struct merge_summary *summary, const struct merge_options *options, struct error *err) {
  json_t *files = json_array();
  for (size_t i = 0; i < options->count; i++)
    json_append(&files, json_string(options->paths[i]));
  json_t *const object =
      json_pack("{s:s, s:o, s:b, s:I, s:I, s:I, s:f}", "file", options->output, "merged", files, "same_sweep",
                summary->same_sweep, "read", (json_int_t)summary->read, "points", (json_int_t)summary->points,
                "designs", (json_int_t)summary->designs, "seconds", summary->seconds);
  return json_print(object, stdout, "JSON of the merge", err);
}
