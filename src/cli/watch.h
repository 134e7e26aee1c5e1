/* Who looks after a run: its progress on stderr, its status file, its log, and what stops it. */
#ifndef LUTDSE_CLI_WATCH_H
#define LUTDSE_CLI_WATCH_H

#include "cli/progress.h"
#include "run/certify_file.h"
#include "run/journal.h"
#include "run/pulse.h"
#include "run/run.h"

/* Texts must live as long as the watch. */
struct watch_settings {
  struct pulse_about about; /* but for what asks */
  unsigned threads;
  const char *log; /* NULL: beside the results; "none": no log */
  bool quiet;
};

struct watch {
  struct watch_settings settings;
  struct progress_view view;
  struct journal journal;
  struct pulse *pulse; /* from the moment when the results file is locked */
  char log[4096 + 8];
  bool log_refused;      /* told once */
  bool started;          /* the log says so */
  _Atomic bool stopping; /* likewise */
  double last_line;      /* when progress was logged last, clock_seconds() */
};

void watch_begin(struct watch *watch, const struct watch_settings *settings);

/* Functions for run_sweep(). */
struct run_observer watch_observer(struct watch *watch);

/* The same for certify_file(), which gets a status file, but no log of its own. */
struct certify_file_observer watch_certify_observer(struct watch *watch);
void watch_end_certify(struct watch *watch, bool ok, bool complete, const struct error *err);

/* The run returned `ok` with this summary, or failed with `err`. */
void watch_end(struct watch *watch, bool ok, const struct run_summary *summary, const struct error *err);

#endif
