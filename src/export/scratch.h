/*
 * A private temporary folder.
 */
#ifndef LUTDSE_EXPORT_SCRATCH_H
#define LUTDSE_EXPORT_SCRATCH_H

#include <stdio.h>

#include "error.h"

struct scratch {
  char folder[256];
};

/* Create it, under $TMPDIR or /tmp, readable by its owner only. Fails with ERROR_IO. */
bool scratch_open(struct scratch *scratch, struct error *err);

/* Create and open a file in it for writing, or open one for reading; NULL on failure (ERROR_IO). */
FILE *scratch_create(const struct scratch *scratch, const char *name, struct error *err);
FILE *scratch_read(const struct scratch *scratch, const char *name, struct error *err);

/* Close a file from scratch_create(). Fails with ERROR_IO if anything written to it did not reach the disk. */
bool scratch_finish(const struct scratch *scratch, FILE *file, const char *name, struct error *err);

/* Copy a file of the folder to `path`, atomically. Fails with ERROR_IO. */
bool scratch_deliver(const struct scratch *scratch, const char *name, const char *path, struct error *err);

/* Remove it and what is in it. Links are removed, not what they lead to. */
void scratch_close(struct scratch *scratch);

#endif
