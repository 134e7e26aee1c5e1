/*
 * One writer at a time: a locked file in the folder of a results file's parts, which says who holds it. flock() keeps
 * writers apart wherever it reaches; where it does not reach other machines, or is not there at all, what the file says
 * and the last sign of life of its writer do. Internal to src/store/, but for lock_holder().
 */
#ifndef LUTDSE_STORE_LOCK_H
#define LUTDSE_STORE_LOCK_H

#include <stdbool.h>

#include "error.h"

enum {
  LOCK_PATIENCE = 60, /* seconds without a sign of life after which a writer that cannot be asked counts as dead */
  LOCK_FILES_MAX = 4
};

/* Who holds a lock. The file holds these three in one line: HOST PID SINCE. */
struct lock_holder {
  char host[65]; /* empty: nobody */
  long pid;
  char since[32]; /* ISO 8601, UTC */
};

struct lock {
  int descriptor; /* of the locked file; -1: not held */
  struct lock_holder self;
  struct lock_holder before; /* who held it before and ended without letting go */
};

/* The files, beside the parts, that belong to the lock; NULL ends the list. The first one is the lock itself. */
extern const char *const lock_files[LOCK_FILES_MAX];

/* The file that a writer touches every 10 seconds or more often: its sign of life, as far as others can tell. */
extern const char lock_pulse[];

/*
 * Create the folder if need be and take its lock. Fails with ERROR_IO; if somebody else writes `path`, the message says
 * who.
 */
bool lock_take(struct lock *lock, const char *folder, const char *path, struct error *err);

/* Give a sign of life. */
void lock_touch(const struct lock *lock);

/* Delete the locked file, which stays locked until lock_release(). Returns 0 or an errno. */
int lock_delete(const struct lock *lock, const char *folder);

/* Let go. Releasing what is not held does nothing. */
void lock_release(struct lock *lock);

/* What the lock of that folder says: the holder, or one that ended without letting go. False: it says nothing. */
bool lock_holder(const char *folder, struct lock_holder *holder);

#endif
