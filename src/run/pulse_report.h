/* What the status file says, and how. Internal to pulse.c, which locks. */
#ifndef LUTDSE_RUN_PULSE_REPORT_H
#define LUTDSE_RUN_PULSE_REPORT_H

#include "backend.h"
#include "clock.h"
#include "run/pulse.h"

enum {
  PULSE_NOTES = 20,  /* how many are kept: the last ones */
  PULSE_SAMPLES = 64 /* for the rates over the last minute: one a second */
};

struct pulse_sample {
  double time; /* clock_seconds() */
  size_t computed;
  uint64_t evaluations;
};

struct pulse_retired {
  char device[64], message[512];
};

struct pulse_note {
  char time[CLOCK_UTC_SIZE], text[1024];
};

struct pulse_report {
  struct pulse_about about;
  enum pulse_state state;
  char reason[1024]; /* of PULSE_STOPPING and what follows */
  char started[CLOCK_UTC_SIZE], host[64], devices[256];
  double begun; /* clock_seconds() */
  size_t found_before;
  struct run_progress progress;
  struct certify_progress proofs;
  double progress_time; /* when they were told, clock_seconds() */
  size_t retired_count;
  struct pulse_retired retired[BACKEND_DEVICES_MAX];
  size_t note_count; /* ever; note n is at n % PULSE_NOTES */
  struct pulse_note note[PULSE_NOTES];
  size_t sample_count; /* ever, likewise */
  struct pulse_sample sample[PULSE_SAMPLES];
};

/* Remember how far a run is, for its rates. */
void pulse_report_sample(struct pulse_report *report);

/* The report as JSON text, to be freed; NULL if memory ran out. */
char *pulse_report_text(const struct pulse_report *report);

#endif
