/*
 * A run's sign of life: FILE.parts/status.json says what the run is at, and its time that it lives. A thread writes it
 * again at most once a second when something changed, and at least every five seconds, however long a batch or a proof
 * takes. It is there to be looked at, and never fails a run. docs/status.md describes the file.
 */
#ifndef LUTDSE_RUN_PULSE_H
#define LUTDSE_RUN_PULSE_H

#include <stdbool.h>
#include <stddef.h>

#include "run/run.h"

/* The name of the file in the folder of parts. */
#define PULSE_FILE "status.json"

enum pulse_state {
  PULSE_READING, /* what is there already */
  PULSE_COMPUTING,
  PULSE_PROVING,
  PULSE_WRITING,  /* the results file */
  PULSE_STOPPING, /* a stop was asked for */
  PULSE_STOPPED,
  PULSE_FAILED
};

/* The name of a state in the file. */
const char *pulse_state_name(enum pulse_state state);

/* What does not change. Texts must live as long as the pulse. */
struct pulse_about {
  const char *output; /* the results file */
  const char *sweep_name, *sweep_file;
  const char *command;
  size_t shard, shards; /* shard 1 ... shards; 0 of 0: the whole sweep */
  /* Asked by the thread, four times a second; NULL: never. */
  void *context;
  const char *(*stopping)(void *context); /* what asked for a stop, or NULL */
  double (*time_left)(void *context);     /* seconds until a time limit; NaN: none */
};

struct pulse;

/* Begin; the folder must be there and ours. Returns NULL if memory or threads run out: all others take that. */
struct pulse *pulse_begin(const struct pulse_about *about);

/* What the run is at, and what happened. Any thread may call. */
void pulse_enter(struct pulse *pulse, enum pulse_state state);
void pulse_plan(struct pulse *pulse, const struct run_summary *summary); /* points found before, devices */
void pulse_progress(struct pulse *pulse, const struct run_progress *progress);
void pulse_proved(struct pulse *pulse, const struct certify_progress *progress);
void pulse_note(struct pulse *pulse, const char *text);
void pulse_retire(struct pulse *pulse, const char *device, const char *message);

/* Whether the file could not be written, told once; `text` (of `size` bytes) says why. */
bool pulse_failure(struct pulse *pulse, char *text, size_t size);

/*
 * End with a last state, PULSE_STOPPED or PULSE_FAILED, and its reason. Call it while the folder is still ours.
 * Does not free the pulse; what is told after it is not written.
 */
void pulse_end(struct pulse *pulse, enum pulse_state state, const char *reason);

/* End and delete the file: the run is complete, or left nothing. */
void pulse_vanish(struct pulse *pulse);

void pulse_free(struct pulse *pulse);

#endif
