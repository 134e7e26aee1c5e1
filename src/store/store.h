/*
 * Results files: HDF5, schema version 5, documented in docs/hdf5.md.
 */
#ifndef LUTDSE_STORE_STORE_H
#define LUTDSE_STORE_STORE_H

#include "store/results.h"

enum { STORE_SCHEMA_VERSION = 5 };

/*
 * Write results to `path` atomically: a temporary file in the same folder, fsync, rename, fsync of the folder.
 * After a failure (ERROR_IO: full disk, permissions; the message names the file and the cause) or a crash,
 * `path` is what it was before and no temporary file is left behind by a failure.
 */
bool store_write(const struct results *results, const char *path, struct error *err);

/*
 * Read a results file or a part. Fails with ERROR_IO (cannot open) or ERROR_INPUT (not HDF5, truncated, another
 * schema, a missing table, a row out of range: the message names the file and what is wrong).
 */
bool store_read(struct results *out, const char *path, struct error *err);

#endif
