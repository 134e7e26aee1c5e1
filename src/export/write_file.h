/*
 * Files written whole or not at all.
 */
#ifndef LUTDSE_EXPORT_WRITE_FILE_H
#define LUTDSE_EXPORT_WRITE_FILE_H

#include <stddef.h>

#include "error.h"

/*
 * Write `size` bytes to `path` atomically: a temporary file in the same folder, fsync, rename, fsync of the folder.
 * After a failure `path` is what it was before and the temporary file is gone. Fails with ERROR_IO; also if `path`
 * is there and is not a regular file.
 */
bool write_file(const char *path, const void *bytes, size_t size, struct error *err);

#endif
