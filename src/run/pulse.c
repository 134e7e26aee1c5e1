#include "run/pulse.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "run/pulse_file.h"
#include "run/pulse_report.h"

/* Changes are written that often, and the same again that often. */
static const double seconds_between_changes = 1, seconds_between_signs = 5;

/* How often the thread asks whether to stop. */
enum { LOOK_NANOSECONDS = 250000000 };

struct pulse {
  pthread_mutex_t lock; /* of all that follows */
  pthread_cond_t change;
  pthread_t thread;
  bool ended;    /* the thread is asked to end, or has */
  bool changed;  /* since it was last written */
  bool urgent;   /* write it now */
  int failure;   /* errno of the first write that failed though the folder was there */
  bool reported; /* somebody was told of it */
  struct pulse_file file;
  struct pulse_report report;
};

/* Called with the lock, which is free while the file is written. */
static void publish(struct pulse *pulse) {
  char *text = pulse_report_text(&pulse->report);
  pulse->changed = pulse->urgent = false;
  if (text == NULL)
    return;
  (void)pthread_mutex_unlock(&pulse->lock);
  const int failed = pulse_file_write(&pulse->file, text);
  free(text);
  (void)pthread_mutex_lock(&pulse->lock);
  /* The folder goes when the run is complete. */
  if (pulse->failure == 0 && failed != ENOENT)
    pulse->failure = failed;
}

static void look_for_stop(struct pulse *pulse) {
  struct pulse_report *report = &pulse->report;
  const char *cause = report->about.stopping != NULL ? report->about.stopping(report->about.context) : NULL;
  if (cause == NULL || report->state >= PULSE_STOPPING)
    return;
  report->state = PULSE_STOPPING;
  (void)snprintf(report->reason, sizeof report->reason, "%s", cause);
  pulse->urgent = true;
}

static void wait_a_moment(struct pulse *pulse) {
  struct timespec until;
  (void)clock_gettime(CLOCK_MONOTONIC, &until);
  until.tv_nsec += LOOK_NANOSECONDS;
  until.tv_sec += until.tv_nsec / 1000000000;
  until.tv_nsec %= 1000000000;
  (void)pthread_cond_timedwait(&pulse->change, &pulse->lock, &until);
}

static void *beat(void *argument) {
  struct pulse *pulse = argument;
  double written = -INFINITY;
  (void)pthread_mutex_lock(&pulse->lock);
  while (!pulse->ended) {
    look_for_stop(pulse);
    const double age = clock_seconds() - written;
    if (pulse->urgent || age >= seconds_between_signs || (pulse->changed && age >= seconds_between_changes)) {
      publish(pulse);
      written = clock_seconds();
    }
    if (!pulse->ended && !pulse->urgent)
      wait_a_moment(pulse);
  }
  (void)pthread_mutex_unlock(&pulse->lock);
  return NULL;
}

static bool start(struct pulse *pulse) {
  pthread_condattr_t attributes;
  (void)pthread_condattr_init(&attributes);
  (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  (void)pthread_mutex_init(&pulse->lock, NULL);
  (void)pthread_cond_init(&pulse->change, &attributes);
  (void)pthread_condattr_destroy(&attributes);
  return pthread_create(&pulse->thread, NULL, beat, pulse) == 0;
}

struct pulse *pulse_begin(const struct pulse_about *about) {
  struct pulse *pulse = calloc(1, sizeof *pulse);
  if (pulse == NULL)
    return NULL;
  pulse->report.about = *about;
  pulse->report.begun = clock_seconds();
  clock_utc(pulse->report.started);
  (void)gethostname(pulse->report.host, sizeof pulse->report.host - 1);
  if (pulse_file_set(&pulse->file, about->output) && start(pulse))
    return pulse;
  free(pulse);
  return NULL;
}

/* Lock, if there is a pulse that still beats. */
static bool touch(struct pulse *pulse) {
  if (pulse == NULL)
    return false;
  (void)pthread_mutex_lock(&pulse->lock);
  pulse->changed = true;
  return true;
}

static void release(struct pulse *pulse) { (void)pthread_mutex_unlock(&pulse->lock); }

void pulse_enter(struct pulse *pulse, enum pulse_state state) {
  if (!touch(pulse))
    return;
  if (pulse->report.state < PULSE_STOPPING)
    pulse->report.state = state;
  pulse->report.progress_time = clock_seconds();
  pulse->urgent = true;
  (void)pthread_cond_signal(&pulse->change);
  release(pulse);
}

void pulse_plan(struct pulse *pulse, const struct run_summary *summary) {
  if (!touch(pulse))
    return;
  pulse->report.found_before = summary->found_before;
  pulse->report.progress = summary->progress;
  (void)snprintf(pulse->report.devices, sizeof pulse->report.devices, "%s", summary->devices);
  pulse_report_sample(&pulse->report);
  release(pulse);
}

void pulse_progress(struct pulse *pulse, const struct run_progress *progress) {
  if (!touch(pulse))
    return;
  pulse->report.progress = *progress;
  pulse->report.progress_time = clock_seconds();
  pulse_report_sample(&pulse->report);
  release(pulse);
}

void pulse_proved(struct pulse *pulse, const struct certify_progress *progress) {
  if (!touch(pulse))
    return;
  pulse->report.proofs = *progress;
  pulse->report.progress_time = clock_seconds();
  release(pulse);
}

void pulse_note(struct pulse *pulse, const char *text) {
  if (!touch(pulse))
    return;
  struct pulse_note *note = &pulse->report.note[pulse->report.note_count++ % PULSE_NOTES];
  clock_utc(note->time);
  (void)snprintf(note->text, sizeof note->text, "%s", text);
  release(pulse);
}

void pulse_retire(struct pulse *pulse, const char *device, const char *message) {
  if (!touch(pulse))
    return;
  struct pulse_report *report = &pulse->report;
  if (report->retired_count < BACKEND_DEVICES_MAX) {
    struct pulse_retired *retired = &report->retired[report->retired_count++];
    (void)snprintf(retired->device, sizeof retired->device, "%s", device);
    (void)snprintf(retired->message, sizeof retired->message, "%s", message);
  }
  release(pulse);
}

bool pulse_failure(struct pulse *pulse, char *text, size_t size) {
  if (pulse == NULL)
    return false;
  (void)pthread_mutex_lock(&pulse->lock);
  const bool news = pulse->failure != 0 && !pulse->reported;
  if (news)
    (void)snprintf(text, size, "%s cannot be written: %s; the run goes on without", pulse->file.path,
                   strerror(pulse->failure));
  pulse->reported = pulse->reported || news;
  release(pulse);
  return news;
}

/* Let the thread end. Returns with the lock. */
static void silence(struct pulse *pulse) {
  (void)pthread_mutex_lock(&pulse->lock);
  const bool first = !pulse->ended;
  pulse->ended = true;
  (void)pthread_cond_signal(&pulse->change);
  release(pulse);
  if (first)
    (void)pthread_join(pulse->thread, NULL);
  (void)pthread_mutex_lock(&pulse->lock);
}

void pulse_end(struct pulse *pulse, enum pulse_state state, const char *reason) {
  if (pulse == NULL)
    return;
  silence(pulse);
  pulse->report.state = state;
  (void)snprintf(pulse->report.reason, sizeof pulse->report.reason, "%s", reason);
  publish(pulse);
  release(pulse);
}

void pulse_vanish(struct pulse *pulse) {
  if (pulse == NULL)
    return;
  silence(pulse);
  (void)unlink(pulse->file.path);
  release(pulse);
}

void pulse_free(struct pulse *pulse) {
  if (pulse == NULL)
    return;
  silence(pulse);
  release(pulse);
  (void)pthread_cond_destroy(&pulse->change);
  (void)pthread_mutex_destroy(&pulse->lock);
  free(pulse);
}
