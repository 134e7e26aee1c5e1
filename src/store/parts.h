/*
 * Part files: every finished batch is a small results file of its own in FILE.parts/, so that a run can stop at
 * any moment and go on later; the final file is their merge.
 */
#ifndef LUTDSE_STORE_PARTS_H
#define LUTDSE_STORE_PARTS_H

#include "store/results.h"

/* The parts of one results file, locked for one writer. */
struct parts {
  char path[4096];   /* the results file */
  char folder[4096]; /* path + ".parts" */
  int lock;          /* descriptor of the locked file in the folder */
};

/*
 * Told about a part that cannot be read. One whose content is wrong stays where it is, renamed to *.bad; one that the
 * system does not let us read keeps its name.
 */
typedef void parts_complaint(void *context, const char *message);

/*
 * Create the folder if need be, lock it and delete the temporary files of writers that were killed. Fails with
 * ERROR_IO; if another process holds the lock the message says so.
 */
bool parts_open(struct parts *parts, const char *path, struct error *err);

/*
 * Collect everything already computed: the points of the results file itself, if there is one, then those of
 * every readable part that has new ones, in order of their names; no fronts. A results file that cannot be read is an
 * error (it is never overwritten); a bad part is a complaint. On failure *out is empty.
 */
bool parts_collect(const struct parts *parts, struct results *out, parts_complaint *complain, void *context,
                   struct error *err);

/* Write one finished batch as a new part, named by a hash of its point ids. Atomic, like store_write(). */
bool parts_add(const struct parts *parts, const struct results *batch, struct error *err);

/*
 * After the final file is safely written: delete the parts and the folder, and unlock. Files that are none of
 * lutdse's are left, and the folder with them. After a failure (ERROR_IO) parts remain, and are unlocked.
 */
bool parts_finish(struct parts *parts, struct error *err);

/* Unlock and leave the parts for a later resume; a folder without any goes. */
void parts_close(struct parts *parts);

#endif
