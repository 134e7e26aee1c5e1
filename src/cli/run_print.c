#include "cli/run_print.h"

#include <stdio.h>
#include <string.h>

#include "cli/json_print.h"
#include "cli/optimum_print.h"
#include "cli/progress.h"
#include "cli/stop.h"

bool run_print_json(const struct run_summary *summary, const char *output, struct error *err) {
  const struct run_progress *progress = &summary->progress;
  json_t *name = json_string(output);
  if (name == NULL)
    return error_set(err, ERROR_INPUT, "%s: the name is not UTF-8 and cannot be told in JSON; the results are there",
                     output);
  json_t *object = json_pack(
      "{s:o, s:b, s:I, s:I, s:I, s:I, s:f, s:s, s:I, s:I, s:f, s:o, s:s?}", "output", name, "complete",
      summary->complete, "points", (json_int_t)progress->points, "found_before", (json_int_t)summary->found_before,
      "computed", (json_int_t)progress->computed, "evaluations", (json_int_t)progress->evaluations, "seconds",
      progress->seconds, "devices", summary->devices, "devices_failed", (json_int_t)summary->retired, "certified",
      (json_int_t)summary->proofs.points, "certify_seconds", summary->proofs.seconds, "optima",
      optimum_census_json(&summary->optima), "stopped_by", summary->complete ? NULL : stop_cause());
  return json_print(object, stdout, "JSON of the run", err);
}

void run_print_summary(const struct run_summary *summary, const char *output) {
  const struct run_progress *progress = &summary->progress;
  if (!summary->complete)
    return;
  if (progress->computed == 0) {
    (void)printf("%s: all %zu points were there; nothing to compute\n", output, progress->points);
  } else {
    char duration[48];
    progress_duration(progress->seconds, duration, sizeof duration);
    (void)printf("%s: %zu points, %zu of them computed in %s on %s (%.3g evaluations/s)\n", output, progress->points,
                 progress->computed, duration, summary->devices, (double)progress->evaluations / progress->seconds);
  }
  char optima[256];
  optimum_census_text(&summary->optima, optima, sizeof optima);
  (void)printf("%s\n", optima);
}

/* A word as a shell reads it back. */
static void print_word(const char *word) {
  static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=+,@%";
  if (word[0] != '\0' && word[strspn(word, plain)] == '\0') {
    (void)fputs(word, stderr);
    return;
  }
  (void)fputc('\'', stderr);
  for (; *word != '\0'; word++)
    if (*word == '\'')
      (void)fputs("'\\''", stderr);
    else
      (void)fputc(*word, stderr);
  (void)fputc('\'', stderr);
}

static void print_option(const char *option, const char *value) {
  if (value == NULL)
    return;
  (void)fprintf(stderr, " %s ", option);
  print_word(value);
}

void run_print_resume(const struct run_summary *summary, const struct run_command_line *line) {
  const struct certify_progress *proofs = &summary->proofs;
  stop_print_cause();
  (void)fprintf(stderr, " with %zu of %zu points done", summary->progress.done, summary->progress.points);
  if (proofs->problems > 0)
    (void)fprintf(stderr, " and %zu of %zu problems proven", proofs->done, proofs->problems);
  (void)fprintf(stderr, "; go on with: lutdse run ");
  print_word(line->sweep);
  print_option("-o", line->output);
  print_option("-d", line->devices);
  if (line->threads != 0)
    (void)fprintf(stderr, " -t %u", line->threads);
  if (line->shard.count > 0)
    (void)fprintf(stderr, " --shard %u/%u", line->shard.index, line->shard.count);
  if (line->certify != RUN_CERTIFY_DEFAULT)
    (void)fputs(line->certify == RUN_CERTIFY_ALL ? " --certify" : " --no-certify", stderr);
  print_option("--time-limit", line->time_limit);
  print_option("--log", line->log);
  (void)fputc('\n', stderr);
}
