/* Whole text files in memory. */
#ifndef LUTDSE_SWEEP_TEXT_FILE_H
#define LUTDSE_SWEEP_TEXT_FILE_H

#include <stddef.h>

#include "error.h"

enum { TEXT_FILE_MAX = 16 << 20 }; /* bytes */

/*
 * Read a file of at most TEXT_FILE_MAX bytes into *text (zero-terminated, to be freed by the caller) and *size.
 * Anything that can be read to its end will do, a pipe as well. Fails with ERROR_IO, or with ERROR_INPUT if the
 * file is too large.
 */
bool text_file_read(const char *path, char **text, size_t *size, struct error *err);

/* Whether `path` names a regular file (or a link to one), which can be read without waiting for anybody. */
bool text_file_is_regular(const char *path);

#endif
