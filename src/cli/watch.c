#include "cli/watch.h"

#include <dirent.h>
#include <math.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/stop.h"
#include "clock.h"
#include "parallel.h"
#include "version.h"

static const double seconds_between_log_lines = 60;

/* A device has two batches at a time, and may be slow for once; then the batch is scored and written. */
static const double batches_to_wait = 2.5;

/* On stderr, in the status file, and in the log if it is open. */
static void tell(struct watch *watch, const char *text) {
  progress_note(&watch->view, text);
  pulse_note(watch->pulse, text);
  journal_write(&watch->journal, "note", "%s", text);
}

/* The log begins with the first thing to tell. */
static void open_log(struct watch *watch, bool create) {
  struct error err;
  if (watch->journal.file >= 0 || watch->log_refused || watch->log[0] == '\0')
    return;
  if (journal_open(&watch->journal, watch->log, create, &err) || !create)
    return;
  char text[sizeof err.text + 64];
  watch->log_refused = true;
  (void)snprintf(text, sizeof text, "%s; the run goes on without a log", err.text);
  tell(watch, text);
}

static void log_start(struct watch *watch, const struct run_summary *summary) {
  const struct watch_settings *settings = &watch->settings;
  const struct run_progress *progress = &summary->progress;
  if (watch->started)
    return;
  watch->started = true;
  watch->last_line = clock_seconds();
  open_log(watch, true);
  journal_write(&watch->journal, "start",
                "lutdse %s (%s), sweep %s from %s, %zu points, %zu found before, devices %s, %u threads: %s",
                LUTDSE_VERSION, LUTDSE_COMMIT, settings->about.sweep_name, settings->about.sweep_file, progress->points,
                summary->found_before, summary->devices[0] != '\0' ? summary->devices : "none",
                settings->threads > 0 ? settings->threads : parallel_processors(), settings->about.command);
}

/* By any thread, once. */
static void log_stop(struct watch *watch) {
  if (stop_cause() != NULL && !atomic_exchange(&watch->stopping, true))
    journal_write(&watch->journal, "stopping", "%s", stop_cause());
}

/* By any of the functions below: the status file's troubles, and a stop that was asked for. */
static void look_around(struct watch *watch) {
  char text[4096 + 256];
  if (pulse_failure(watch->pulse, text, sizeof text))
    tell(watch, text);
  log_stop(watch);
}

static void on_note(void *context, const char *text) {
  struct watch *watch = context;
  open_log(watch, true);
  tell(watch, text);
}

static void log_progress(struct watch *watch, const struct run_progress *progress) {
  if (clock_seconds() - watch->last_line < seconds_between_log_lines)
    return;
  watch->last_line = clock_seconds();
  journal_write(&watch->journal, "progress",
                "%zu of %zu points, %.3g points/s, %.3g evaluations/s, %.1f %% of the work", progress->done,
                progress->points, (double)progress->computed / progress->seconds,
                (double)progress->evaluations / progress->seconds, 100 * progress->share);
}

static void on_progress(void *context, const struct run_progress *progress) {
  struct watch *watch = context;
  progress_show(&watch->view, progress);
  pulse_progress(watch->pulse, progress);
  stop_expect(batches_to_wait * progress->longest_batch);
  log_progress(watch, progress);
  look_around(watch);
}

static void on_proof(void *context, const struct certify_progress *progress) {
  struct watch *watch = context;
  progress_show_proofs(&watch->view, progress);
  pulse_proved(watch->pulse, progress);
  if (clock_seconds() - watch->last_line >= seconds_between_log_lines) {
    watch->last_line = clock_seconds();
    journal_write(&watch->journal, "proving", "%zu of %zu problems solved exactly", progress->done, progress->problems);
  }
  look_around(watch);
}

static void on_phase(void *context, enum run_phase phase, const struct run_summary *summary) {
  static const enum pulse_state states[] = {[RUN_READING] = PULSE_READING,
                                            [RUN_COMPUTING] = PULSE_COMPUTING,
                                            [RUN_PROVING] = PULSE_PROVING,
                                            [RUN_WRITING] = PULSE_WRITING};
  struct watch *watch = context;
  if (phase == RUN_READING)
    watch->pulse = pulse_begin(&watch->settings.about);
  else
    log_start(watch, summary);
  pulse_plan(watch->pulse, summary);
  pulse_enter(watch->pulse, states[phase]);
  stop_expect(0);
  look_around(watch);
}

static void on_retired(void *context, const char *device, const char *message) {
  const struct watch *watch = context;
  pulse_retire(watch->pulse, device, message);
}

/* Without a log, and with no points to count. */
static void on_certify_opened(void *context) {
  struct watch *watch = context;
  watch->pulse = pulse_begin(&watch->settings.about);
  pulse_enter(watch->pulse, PULSE_PROVING);
}

static bool on_stop(void *context) {
  (void)context;
  return stop_requested();
}

/* Called by the thread of the status file, so that a stop is told of however long a batch takes. */
static const char *asked_to_stop(void *context) {
  if (!stop_requested())
    return NULL;
  log_stop(context);
  return stop_cause();
}

static double time_left(void *context) {
  (void)context;
  return stop_time_left();
}

void watch_begin(struct watch *watch, const struct watch_settings *settings) {
  *watch =
      (struct watch){.settings = *settings, .view = progress_view_create(settings->quiet), .journal = JOURNAL_NONE};
  watch->settings.about.context = watch;
  watch->settings.about.stopping = asked_to_stop;
  watch->settings.about.time_left = time_left;
  if (settings->log == NULL)
    journal_path(settings->about.output, watch->log, sizeof watch->log);
  else if (strcmp(settings->log, "none") != 0)
    (void)snprintf(watch->log, sizeof watch->log, "%s", settings->log);
  /* A terminal that goes takes no run with it. */
  (void)signal(SIGPIPE, SIG_IGN);
}

struct run_observer watch_observer(struct watch *watch) {
  return (struct run_observer){.context = watch,
                               .note = on_note,
                               .progress = on_progress,
                               .stop = on_stop,
                               .proved = on_proof,
                               .phase = on_phase,
                               .retired = on_retired};
}

struct certify_file_observer watch_certify_observer(struct watch *watch) {
  return (struct certify_file_observer){
      .context = watch, .note = on_note, .progress = on_proof, .stop = on_stop, .opened = on_certify_opened};
}

/* Whether the folder of parts has anything worth a status file. */
static bool has_parts(const char *folder) {
  DIR *stream = opendir(folder);
  bool found = false;
  for (const struct dirent *entry; !found && stream != NULL && (entry = readdir(stream)) != NULL;)
    found = entry->d_name[0] != '.' && strcmp(entry->d_name, PULSE_FILE) != 0 && strncmp(entry->d_name, "lock", 4) != 0;
  if (stream != NULL)
    (void)closedir(stream);
  return found;
}

/* The last word of the status file. A folder that keeps nothing else goes, as it would have without. */
static void end_pulse(struct watch *watch, bool complete, enum pulse_state state, const char *reason) {
  char folder[4096 + 8];
  if (watch->pulse == NULL)
    return;
  (void)snprintf(folder, sizeof folder, "%s.parts", watch->settings.about.output);
  if (!complete && has_parts(folder)) {
    pulse_end(watch->pulse, state, reason);
  } else {
    pulse_vanish(watch->pulse);
    (void)rmdir(folder);
  }
  pulse_free(watch->pulse);
  watch->pulse = NULL;
}

static void log_complete(struct watch *watch, const struct run_summary *summary) {
  const struct run_progress *progress = &summary->progress;
  journal_write(&watch->journal, "complete",
                "%s: %zu points, %zu computed in %.1f s, %.4g evaluations, %zu problems proven in %.1f s",
                watch->settings.about.output, progress->points, progress->computed, progress->seconds,
                (double)progress->evaluations, summary->proofs.done, summary->proofs.seconds);
}

static void log_stopped(struct watch *watch, const struct run_summary *summary, const char *reason) {
  journal_write(&watch->journal, "stopped", "%s, with %zu of %zu points done, %zu of them computed by this run", reason,
                summary->progress.done, summary->progress.points, summary->progress.computed);
}

/* What ended it, for the status file and the log. */
static const char *end_reason(bool ok, const struct error *err) {
  const char *cause = stop_cause();
  return !ok ? err->text : cause != NULL ? cause : "";
}

static void end_work(struct watch *watch, bool ok, bool complete, const struct error *err) {
  stop_end();
  progress_end(&watch->view);
  look_around(watch);
  end_pulse(watch, ok && complete, ok ? PULSE_STOPPED : PULSE_FAILED, end_reason(ok, err));
}

void watch_end_certify(struct watch *watch, bool ok, bool complete, const struct error *err) {
  end_work(watch, ok, complete, err);
  journal_close(&watch->journal);
}

void watch_end(struct watch *watch, bool ok, const struct run_summary *summary, const struct error *err) {
  end_work(watch, ok, summary->complete, err);
  open_log(watch, false); /* a run that did not even start is told of where others are */
  if (!ok)
    journal_write(&watch->journal, "failed", "%s", err->text);
  else if (!summary->complete)
    log_stopped(watch, summary, end_reason(ok, err));
  else if (watch->started)
    log_complete(watch, summary);
  journal_close(&watch->journal);
}
