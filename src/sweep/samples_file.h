/* Files of samples: two columns x and y, apart by a comma, a semicolon or blanks. */
#ifndef LUTDSE_SWEEP_SAMPLES_FILE_H
#define LUTDSE_SWEEP_SAMPLES_FILE_H

#include "error.h"
#include "sweep/list.h"

/*
 * Read a regular file of samples into two lists of double. Empty lines and what follows a # are skipped, and so is
 * one line of column titles before the first sample. x must increase strictly. Fails with ERROR_IO, or with
 * ERROR_INPUT and "FILE:LINE: what is wrong". The caller releases the lists in any case.
 */
bool samples_file_read(const char *path, struct list *x, struct list *y, struct error *err);

#endif
