/* Whole text files in memory. */
#ifndef LUTDSE_TEXT_FILE_H
#define LUTDSE_TEXT_FILE_H

#include <stddef.h>

#include "error.h"

/*
 * Read a file of at most `max` bytes into *text (zero-terminated, to be freed by the caller) and *size. Anything that
 * can be read to its end will do, a pipe as well. Fails with ERROR_IO, with text_file_too_large(), or with
 * ERROR_INTERNAL if memory runs out.
 */
bool text_file_read(const char *path, size_t max, char **text, size_t *size, struct error *err);

/* An ERROR_INPUT that says how large the file may be. Returns false. */
bool text_file_too_large(const char *path, size_t max, struct error *err);

/* Whether `path` names a regular file (or a link to one), which can be read without waiting for anybody. */
bool text_file_is_regular(const char *path);

#endif
