/*
 * The log of runs: a text file beside the results, one line an event, appended. It is there for people and never fails
 * a run: a line that cannot be written is lost.
 */
#ifndef LUTDSE_RUN_JOURNAL_H
#define LUTDSE_RUN_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>

#include "error.h"

struct journal {
  _Atomic int file;  /* descriptor; -1: no log */
  _Atomic bool torn; /* the last line lacks its end: the disk was full */
};

/* A log that takes lines and keeps none. */
#define JOURNAL_NONE ((struct journal){.file = -1})

/* Where the log of a results file is: FILE.h5 has FILE.log, any other name gets ".log" behind it. Cut at `size`. */
void journal_path(const char *results, char *path, size_t size);

/*
 * Open a log for appending; one that is not there is made only if `create` says so. Fails with ERROR_IO, and *journal
 * is JOURNAL_NONE then.
 */
bool journal_open(struct journal *journal, const char *path, bool create, struct error *err);

/*
 * Append the line "TIME HOST[PID] EVENT: TEXT", with the time in UTC and a printf-style text; line ends in it become
 * blanks. It is written at once and in one piece, so that threads and runs may share a
 * log. Long texts are cut at 4096 bytes.
 */
void journal_write(struct journal *journal, const char *event, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

void journal_close(struct journal *journal);

#endif
