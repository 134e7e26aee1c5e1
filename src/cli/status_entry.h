/* What can be told of one results file and of the run that writes it, without disturbing either. */
#ifndef LUTDSE_CLI_STATUS_ENTRY_H
#define LUTDSE_CLI_STATUS_ENTRY_H

#include <jansson.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "cli/status_results.h"
#include "error.h"
#include "store/lock.h"

enum status_state {
  STATUS_RUNNING,
  STATUS_KILLED,     /* ended without notice */
  STATUS_STOPPED,    /* by a signal or a time limit */
  STATUS_FAILED,     /* with an error */
  STATUS_UNFINISHED, /* there are parts, but nothing tells why */
  STATUS_COMPLETE,
  STATUS_UNREADABLE /* a results file that is damaged or of another version */
};

struct status_entry {
  char path[PATH_MAX]; /* the results file, there or to be */
  enum status_state state;
  char reason[1024];             /* of STOPPED, FAILED and UNREADABLE */
  json_t *report;                /* the run's status file, or NULL */
  struct lock_holder holder;     /* who holds the lock, or ended without letting go */
  double age;                    /* seconds since it was written; NaN without one */
  bool has_results;              /* the results file is there */
  struct status_results results; /* what it says, if it is STATUS_COMPLETE */
  size_t done, points;           /* points: 0 if nobody says how many there are */
  size_t damaged;                /* parts that were put aside */
};

/* The name of a state in JSON. */
const char *status_state_name(enum status_state state);

/*
 * Look at a results file and its parts. `before` (or NULL) is what an earlier look at the same file found: what cannot
 * have changed is taken from it. Only memory can fail it. False, with ERROR_NOTHING_FOUND, if there is neither a
 * results file nor parts.
 */
bool status_entry_look(struct status_entry *entry, const char *path, const struct status_entry *before,
                       struct error *err);
void status_entry_release(struct status_entry *entry);

/* Values of the report; a dot leads into objects: "rate.points_per_s". NaN, or NULL, where there is none. */
double status_number(const struct status_entry *entry, const char *key);
const char *status_text(const struct status_entry *entry, const char *key);
const json_t *status_value(const struct status_entry *entry, const char *key);

/* Whether it is known how many points there are: of a shard there may be none. */
bool status_knows_points(const struct status_entry *entry);

/* Who runs it, or did last, and since when: as the lock says, else the status file. NULL and 0 if neither does. */
const char *status_host(const struct status_entry *entry);
const char *status_since(const struct status_entry *entry);
long status_pid(const struct status_entry *entry);

#endif
