/*
 * Optima that were proven before a run or a certification came to its end: lines of text, appended to a file beside the
 * parts. A line that is damaged or cut off does not count; its problem is solved again.
 */
#ifndef LUTDSE_RUN_PROOF_LOG_H
#define LUTDSE_RUN_PROOF_LOG_H

#include "store/optimum.h"
#include "sweep/point.h"

struct proof_log {
  char path[4096 + 32];
  int descriptor; /* -1: nothing was written yet */
  uint64_t end;   /* of the file */
  char *text;     /* lines that are not in the file yet */
  size_t length, capacity;
};

/* A log in a folder that is there; nothing is opened before something is to be written. */
void proof_log_init(struct proof_log *log, const char *folder);

/* Append the optimum of a point's problem. It is safe after proof_log_keep(). Fails with ERROR_INTERNAL (memory). */
bool proof_log_add(struct proof_log *log, const struct point_id *id, const struct optimum *optimum, struct error *err);

/* Write what was added to the disk. Fails with ERROR_IO. */
bool proof_log_keep(struct proof_log *log, struct error *err);

void proof_log_close(struct proof_log *log);

/* Told of every good line in order. */
typedef void proof_log_take(void *context, const struct point_id *id, const struct optimum *optimum);

/* Read the log of a folder, if there is one. Fails with ERROR_IO. */
bool proof_log_read(const char *folder, proof_log_take *take, void *context, struct error *err);

#endif
