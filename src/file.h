/*
 * Files: read at once or in pieces, written atomically.
 */
#ifndef LUTDSE_FILE_H
#define LUTDSE_FILE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"

/*
 * Write `size` bytes to `path`: a temporary file ".NAME.PID.tmp" beside it, fsync, rename, fsync of the folder. A
 * symbolic link is followed, also to a file that is not there yet; anything but a regular file is refused. After a
 * failure (ERROR_IO; the message names the file, the cause and a way out) `path` is what it was and the temporary file
 * is gone.
 */
bool file_write(const char *path, const void *data, size_t size, struct error *err);

/*
 * A file on its way: what file_write() does, in steps. Between creating and committing it is written through its
 * descriptor.
 */
struct file_draft {
  const char *path; /* as the user said it, for messages; not copied */
  int descriptor;   /* open for reading and writing; -1: none */
  char folder[PATH_MAX], resolved[PATH_MAX], temporary[PATH_MAX + NAME_MAX + 32];
};

/* Create the temporary file. Fails with ERROR_IO; then there is nothing to commit or discard. */
bool file_draft_create(struct file_draft *draft, const char *path, struct error *err);

/*
 * fsync, close, rename, fsync of the folder. Fails with ERROR_IO; then the temporary file is gone. Either way the draft
 * has ended.
 */
bool file_draft_commit(struct file_draft *draft, struct error *err);

/* Delete the temporary file. One that has ended already, or never began, is left alone. */
void file_draft_discard(struct file_draft *draft);

/* Open a regular file for reading and tell its size. Fails with ERROR_IO. */
bool file_open(const char *path, int *descriptor, size_t *size, struct error *err);

/* Write `size` bytes at an offset; all of them, however many calls it takes. 0 or an errno. */
int file_write_at(int descriptor, const void *data, size_t size, uint64_t offset);

/* Read `size` bytes at an offset; all of them, however many calls it takes. 0 or an errno: EIO where the file ends. */
int file_read_at(int descriptor, void *data, size_t size, uint64_t offset);

/* Read a regular file. *data is malloc'ed. Fails with ERROR_IO, or ERROR_INTERNAL if memory runs out. */
bool file_read(const char *path, void **data, size_t *size, struct error *err);

/*
 * Delete the temporary files that writers of `path` left behind when they were killed; call it only while no other
 * writer can be at work. Never fails: what cannot be deleted does no harm.
 */
void file_clean(const char *path);

/* Whether a file name is that of a temporary file of file_write(). */
bool file_is_temporary(const char *name);

/* fsync a folder, so that files created or renamed in it survive a power cut. */
bool file_sync_folder(const char *folder, struct error *err);

/* An ERROR_IO "cannot DO PATH: cause; way out", from an errno. Returns false. */
bool file_error(struct error *err, const char *what, const char *path, int cause);

#endif
