/*
 * Measurements of programs side by side, from a JSON file: a list, or an object with the list "records", of objects
 * with "program", "function" (texts), "entries" (an integer), "seconds" and "mse" (numbers); and, where they are known,
 * "objective" (a text: what the program minimised), "cpu_seconds", "evaluations" and "ratio" (to the optimum; numbers
 * or null). Other keys are passed over.
 */
#ifndef LUTDSE_REPORT_BENCHMARK_H
#define LUTDSE_REPORT_BENCHMARK_H

#include <stddef.h>

#include "error.h"

struct benchmark_record {
  char program[64], objective[32], function[32]; /* objective: may be empty */
  int entries;
  double seconds, mse;
  double cpu_seconds, evaluations, ratio; /* NaN: not known */
};

struct benchmark {
  size_t count;
  struct benchmark_record *record; /* owned; in the order of the file */
  char machine[128], date[32];     /* what the file says of itself; may be empty */
};

/* Fails with ERROR_IO, with ERROR_INPUT ("FILE: record 3: ..."), or with ERROR_INTERNAL if memory runs out. */
bool benchmark_read(struct benchmark *out, const char *path, struct error *err);

/* The same from a text of `size` bytes; `path` names it in messages. */
bool benchmark_parse(struct benchmark *out, const char *text, size_t size, const char *path, struct error *err);
void benchmark_release(struct benchmark *benchmark);

#endif
