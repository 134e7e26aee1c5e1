/*
 * Errors as values.
 *
 * A function that can fail takes a `struct error *` as its last argument, returns false (or NULL) and
 * fills it in with one message for the user: what is wrong, where (file, line, key) and what to do.
 * The library never prints; only src/cli/ does.
 */
#ifndef LUTDSE_ERROR_H
#define LUTDSE_ERROR_H

#include <stdbool.h>

/* What went wrong. The value is the exit status of the program; docs and `lutdse --help` list them. */
enum error_kind {
  ERROR_NONE = 0,
  ERROR_INTERNAL = 1,      /* a bug in lutdse, or memory ran out */
  ERROR_USAGE = 2,         /* the command line */
  ERROR_INPUT = 3,         /* a sweep, a design, a results file or a function is malformed or out of range */
  ERROR_IO = 4,            /* a file cannot be read or written (missing, full disk, permissions, locked) */
  ERROR_DEVICE = 5,        /* no such device, or a device failed */
  ERROR_NOTHING_FOUND = 6, /* the request is valid, but nothing satisfies it */
  ERROR_INTERRUPTED = 130  /* stopped by a signal; what was computed is kept */
};

struct error {
  enum error_kind kind;
  char text[1024];
};

/*
 * Set `err` to a kind and a printf-style message (cut at the end of the buffer). Returns false, so that
 * `return error_set(err, ...)` ends a failing function. `err` must not be NULL.
 */
bool error_set(struct error *err, enum error_kind kind, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Put a printf-style prefix and ": " before the message already in `err`. Returns false. */
bool error_prefix(struct error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The message of a failed allocation of `what`. Returns false. */
bool error_memory(struct error *err, const char *what);

#endif
