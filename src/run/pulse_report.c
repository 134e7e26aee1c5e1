#include "run/pulse_report.h"

#include <jansson.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "version.h"

const char *pulse_state_name(enum pulse_state state) {
  static const char *const names[] = {"reading", "computing", "proving", "writing", "stopping", "stopped", "failed"};
  return names[state];
}

static const struct pulse_sample *sample_at(const struct pulse_report *report, size_t number) {
  return &report->sample[number % PULSE_SAMPLES];
}

void pulse_report_sample(struct pulse_report *report) {
  const double now = clock_seconds();
  if (report->sample_count > 0 && now - sample_at(report, report->sample_count - 1)->time < 1)
    return;
  report->sample[report->sample_count++ % PULSE_SAMPLES] =
      (struct pulse_sample){now, report->progress.computed, report->progress.evaluations};
}

/* A number, or null where there is none. */
static json_t *number(double value) { return isfinite(value) ? json_real(value) : json_null(); }

/* Paths and messages need not be UTF-8: what is not becomes a question mark. */
static json_t *text(const char *value) {
  json_t *string = json_string(value);
  if (string != NULL)
    return string;
  char plain[4096];
  size_t length = 0;
  for (; value[length] != '\0' && length + 1 < sizeof plain; length++)
    plain[length] = (char)((unsigned char)value[length] < 0x80 ? value[length] : '?');
  plain[length] = '\0';
  return json_string(plain);
}

static json_t *optional_text(const char *value) {
  return value != NULL && value[0] != '\0' ? text(value) : json_null();
}

/* Points and evaluations per second over a time in which so many were done. */
static json_t *rate(double points, double evaluations, double seconds) {
  return json_pack("{s:o, s:o}", "points_per_s", number(points / seconds), "evaluations_per_s",
                   number(evaluations / seconds));
}

static json_t *rate_of_run(const struct pulse_report *report) {
  const struct run_progress *progress = &report->progress;
  return rate((double)progress->computed, (double)progress->evaluations, progress->seconds);
}

/* From the oldest sample that is no older than a minute, or the last one before it, to now. */
static json_t *rate_of_minute(const struct pulse_report *report) {
  if (report->sample_count == 0)
    return rate(0, 0, 0);
  const double now = clock_seconds();
  const size_t kept = report->sample_count < PULSE_SAMPLES ? report->sample_count : PULSE_SAMPLES;
  size_t first = report->sample_count - 1;
  while (first > report->sample_count - kept && now - sample_at(report, first)->time < 60)
    first--;
  const struct pulse_sample *from = sample_at(report, first);
  return rate((double)(report->progress.computed - from->computed),
              (double)(report->progress.evaluations - from->evaluations), now - from->time);
}

/* What is left to wait in this state; NaN if that cannot be told. */
static double eta(const struct pulse_report *report) {
  const bool proving = report->state == PULSE_PROVING;
  const double share = proving ? report->proofs.share : report->progress.share;
  const double seconds = proving ? report->proofs.seconds : report->progress.seconds;
  if ((report->state != PULSE_COMPUTING && !proving) || !(share > 0))
    return (double)NAN;
  return fmax(seconds * (1 / share - 1) - (clock_seconds() - report->progress_time), 0);
}

static bool is_retired(const struct pulse_report *report, const char *device, size_t length) {
  for (size_t i = 0; i < report->retired_count; i++)
    if (strncmp(report->retired[i].device, device, length) == 0 && report->retired[i].device[length] == '\0')
      return true;
  return false;
}

static json_t *devices(const struct pulse_report *report) {
  json_t *array = json_array();
  for (const char *at = report->devices; *at != '\0';) {
    const size_t length = strcspn(at, ",");
    if (!is_retired(report, at, length))
      (void)json_array_append_new(array, json_pack("{s:s%, s:s, s:n}", "id", at, length, "state", "in use", "message"));
    at += length + (at[length] == ',');
  }
  for (size_t i = 0; i < report->retired_count; i++)
    (void)json_array_append_new(array, json_pack("{s:o, s:s, s:o}", "id", text(report->retired[i].device), "state",
                                                 "retired", "message", text(report->retired[i].message)));
  return array;
}

static json_t *notes(const struct pulse_report *report) {
  json_t *array = json_array();
  const size_t first = report->note_count > PULSE_NOTES ? report->note_count - PULSE_NOTES : 0;
  for (size_t i = first; i < report->note_count; i++) {
    const struct pulse_note *note = &report->note[i % PULSE_NOTES];
    (void)json_array_append_new(array, json_pack("{s:s, s:o}", "time", note->time, "text", text(note->text)));
  }
  return array;
}

static json_t *best(const struct run_progress *progress) {
  if (progress->best == NULL)
    return json_null();
  return json_pack("{s:o, s:o}", "function", text(progress->best), "mse", number(progress->best_mse));
}

/* Who runs, and what. */
static json_t *identity(const struct pulse_report *report) {
  const struct pulse_about *about = &report->about;
  char updated[CLOCK_UTC_SIZE];
  clock_utc(updated);
  json_t *shard = about->shards == 0
                      ? json_null()
                      : json_pack("{s:I, s:I}", "number", (json_int_t)about->shard, "of", (json_int_t)about->shards);
  return json_pack("{s:s, s:o, s:o, s:I, s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o}", "state",
                   pulse_state_name(report->state), "reason", optional_text(report->reason), "host", text(report->host),
                   "pid", (json_int_t)getpid(), "started", report->started, "updated", updated, "version",
                   LUTDSE_VERSION, "commit", LUTDSE_COMMIT, "sweep", text(about->sweep_name), "sweep_file",
                   text(about->sweep_file), "output", text(about->output), "command", text(about->command), "shard",
                   shard);
}

/* How far it is. */
static json_t *figures(const struct pulse_report *report) {
  const struct run_progress *progress = &report->progress;
  const struct certify_progress *proofs = &report->proofs;
  const struct pulse_about *about = &report->about;
  const double left = about->time_left != NULL ? about->time_left(about->context) : (double)NAN;
  return json_pack("{s:I, s:I, s:I, s:I, s:I, s:f, s:o, s:o, s:f, s:{s:I, s:I, s:f}, s:o, s:o, s:o, s:o, s:o}",
                   "points", (json_int_t)progress->points, "done", (json_int_t)progress->done, "computed",
                   (json_int_t)progress->computed, "found_before", (json_int_t)report->found_before, "evaluations",
                   (json_int_t)progress->evaluations, "seconds", clock_seconds() - report->begun, "rate",
                   rate_of_run(report), "rate_last_minute", rate_of_minute(report), "share", progress->share, "proofs",
                   "problems", (json_int_t)proofs->problems, "done", (json_int_t)proofs->done, "share", proofs->share,
                   "eta_s", number(eta(report)), "time_left_s", number(left), "devices", devices(report), "notes",
                   notes(report), "best", best(progress));
}

char *pulse_report_text(const struct pulse_report *report) {
  json_t *object = identity(report), *more = figures(report);
  char *dumped = NULL;
  if (object != NULL && more != NULL && json_object_update(object, more) == 0)
    dumped = json_dumps(object, JSON_INDENT(2) | JSON_REAL_PRECISION(9));
  json_decref(object);
  json_decref(more);
  return dumped;
}
