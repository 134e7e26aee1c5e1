/* Text files of numbers in columns, apart by a comma, a semicolon or blanks. */
#ifndef LUTDSE_SWEEP_ROWS_FILE_H
#define LUTDSE_SWEEP_ROWS_FILE_H

#include <stddef.h>

#include "error.h"

enum { ROWS_FILE_MAX = 16 << 20 /* bytes */, ROWS_COLUMNS_MAX = 3 };

/* Takes one row of finite numbers; its error is to lack the file and the line. */
typedef bool rows_take(void *context, const double *value, size_t columns, struct error *err);

struct rows_format {
  size_t columns_min, columns_max; /* within 1 ... ROWS_COLUMNS_MAX */
  const char *refusal;             /* what to say of a row that has another number of them, or none */
  rows_take *take;
  void *context;
};

/*
 * Read a regular file row by row. Empty lines and what follows a # are skipped, and so is one line of column titles
 * before the first row. Fails with ERROR_IO, with ERROR_INPUT and "FILE:LINE: what is wrong", or as `take` does.
 */
bool rows_file_read(const char *path, const struct rows_format *format, struct error *err);

#endif
