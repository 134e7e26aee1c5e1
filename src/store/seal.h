/*
 * The seal of a results file: the 512-byte user block before its HDF5 content. It is text: what the file is, its
 * schema, the size and the XXH3 hash of the content, and how many points there are, so that a truncated or damaged file
 * is known before libhdf5, which was not made for damaged files, sees it.
 */
#ifndef LUTDSE_STORE_SEAL_H
#define LUTDSE_STORE_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"

enum { SEAL_SIZE = 512 };

/*
 * Seal an open file of `size` bytes that holds `points` points: hash what follows the seal, and write the seal. 0 or an
 * errno.
 */
int seal_write(int descriptor, uint64_t size, uint64_t points);

/*
 * Check an open file of `size` bytes, reading all of it in pieces; tell how many points it says it has. Fails with
 * ERROR_INPUT (not a results file, another schema, damaged) or ERROR_IO; the message names `path`.
 */
bool seal_check(int descriptor, uint64_t size, const char *path, uint64_t *points, struct error *err);

/*
 * How many points a file says it has, by its seal alone: quick, and no proof that it is whole. Fails with ERROR_IO
 * (cannot open) or ERROR_INPUT (no results file, or of another schema); the message names the file.
 */
bool seal_points(const char *path, uint64_t *points, struct error *err);

#endif
