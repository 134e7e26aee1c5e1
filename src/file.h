/*
 * Whole files: read at once, written atomically.
 */
#ifndef LUTDSE_FILE_H
#define LUTDSE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "error.h"

/*
 * Write `size` bytes to `path`: a temporary file ".NAME.PID.tmp" beside it, fsync, rename, fsync of the folder. A
 * symbolic link is followed, also to a file that is not there yet; anything but a regular file is refused. After a
 * failure (ERROR_IO; the message names the file, the cause and a way out) `path` is what it was and the temporary file
 * is gone.
 */
bool file_write(const char *path, const void *data, size_t size, struct error *err);

/* Read a regular file. *data is malloc'ed. Fails with ERROR_IO, or ERROR_INTERNAL if memory runs out. */
bool file_read(const char *path, void **data, size_t *size, struct error *err);

/*
 * Delete the temporary files that writers of `path` left behind when they were killed; call it only while no other
 * writer can be at work. Never fails: what cannot be deleted does no harm.
 */
void file_clean(const char *path);

/* Whether a file name is that of a temporary file of file_write(). */
bool file_is_temporary(const char *name);

/* Write all of `data` at the descriptor's place and fsync it. Returns 0 or an errno. */
int file_write_all(int descriptor, const void *data, size_t size);

/* fsync a folder, so that files created or renamed in it survive a power cut. */
bool file_sync_folder(const char *folder, struct error *err);

/* An ERROR_IO "cannot DO PATH: cause; way out", from an errno. Returns false. */
bool file_error(struct error *err, const char *what, const char *path, int cause);

#endif
