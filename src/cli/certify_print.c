#include "cli/certify_print.h"

#include <stdio.h>

#include "cli/json_print.h"
#include "cli/optimum_print.h"
#include "cli/progress.h"
#include "cli/stop.h"

void certify_print_summary(const struct certify_file_summary *summary, const char *path) {
  const struct certify_progress *progress = &summary->progress;
  char text[256], duration[48];
  if (!summary->complete)
    return;
  optimum_census_text(&summary->optima, text, sizeof text);
  progress_duration(progress->seconds, duration, sizeof duration);
  if (progress->points == 0)
    (void)printf("%s: nothing to prove\n%s\n", path, text);
  else
    (void)printf("%s: %zu points certified in %s\n%s\n", path, progress->points, duration, text);
}

bool certify_print_json(const struct certify_file_summary *summary, const char *path, struct error *err) {
  const struct certify_progress *progress = &summary->progress;
  json_t *name = json_string(path);
  if (name == NULL)
    return error_set(err, ERROR_INPUT, "%s: the name is not UTF-8 and cannot be told in JSON; the optima are there",
                     path);
  json_t *object = json_pack("{s:o, s:b, s:I, s:I, s:I, s:I, s:f, s:o}", "output", name, "complete", summary->complete,
                             "points", (json_int_t)summary->optima.points, "certified", (json_int_t)progress->points,
                             "problems", (json_int_t)progress->problems, "solved", (json_int_t)progress->done,
                             "seconds", progress->seconds, "optima", optimum_census_json(&summary->optima));
  return json_print(object, stdout, "JSON of the proofs", err);
}

void certify_print_resume(const struct certify_file_summary *summary) {
  stop_print_cause();
  (void)fprintf(stderr, " with %zu of %zu problems solved; the same command goes on\n", summary->progress.done,
                summary->progress.problems);
}
