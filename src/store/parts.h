/*
 * Part files: every finished batch is a small results file of its own in FILE.parts/, so that a run can stop at
 * any moment and go on later; the final file is their merge.
 */
#ifndef LUTDSE_STORE_PARTS_H
#define LUTDSE_STORE_PARTS_H

#include "store/lock.h"
#include "store/results.h"
#include "store/weave.h"

/*
 * Told about a part that cannot be read, and about what else is worth a line. A part whose content is wrong stays where
 * it is, renamed to *.bad; one that the system does not let us read keeps its name.
 */
typedef void parts_complaint(void *context, const char *message);

/* The name of a file in the folder that lives as long as parts do: optima that were proven. */
extern const char parts_proofs[];

/* The parts of one results file, locked for one writer. */
struct parts {
  char path[4096];   /* the results file */
  char folder[4096]; /* path + ".parts" */
  char note[256];    /* a run that ended without notice, in one sentence; empty if there was none */
  struct lock lock;  /* of the folder */

  /* To be set once the parts are open: whom parts_add(), parts_scan() and parts_weave() tell. NULL: nobody. */
  parts_complaint *complain;
  void *context;
};

/*
 * Create the folder if need be, lock it and delete the temporary files of writers that were killed. Fails with
 * ERROR_IO; if another process holds the lock the message says which, on which machine and since when. One that was
 * killed holds it no more: `note` tells of it.
 */
bool parts_open(struct parts *parts, const char *path, struct error *err);

/*
 * Tell of the points of the results file, if there is one, then of those of every part, those of more points first.
 * `take` says whether it learnt anything by the point: that it is there, or a better optimum. A part of which it learnt
 * nothing is deleted: a run that was killed had come to where its points lie elsewhere, too, and its records with them.
 * A results file that cannot be read is an error (it is never overwritten); a bad part is a complaint. Fails as `take`
 * does, too. Call it before parts_add() and parts_weave(), so that nothing is there twice.
 */
typedef bool parts_take(void *context, const struct store_key *key, bool *learnt, struct error *err);
bool parts_scan(const struct parts *parts, parts_take *take, void *context, struct error *err);

/*
 * Weave the results file, if there is one, and all parts (weave.h), and append the records of their runs, joined, to
 * those of `records` (fronts, points and the rest of it are left alone; it gets the sweep's name and text of the
 * results file, if it has none). A part that turns out to be bad is set aside, with a complaint, and left out. One
 * whose rows are wrong in the midst of weaving makes it fail with ERROR_INPUT, set aside: call it again from the start.
 */
bool parts_weave(const struct parts *parts, const struct weave *weave, struct results *records, struct error *err);

/*
 * Write one finished batch as a new part, in order of place, named by a hash of its point ids. Atomic, like
 * store_write(). When 32 of them are there they become one: as atomic, and no failure if that fails (a complaint).
 */
bool parts_add(const struct parts *parts, const struct results *batch, struct error *err);

/*
 * Rename the results file to `aside`, and the folder to that of `aside`, as far as they are there; `moved` tells
 * whether anything was. The lock is held until both have their new names. Closes the parts in any case. Fails with
 * ERROR_IO.
 */
bool parts_set_aside(struct parts *parts, const char *aside, bool *moved, struct error *err);

/*
 * After the final file is safely written: delete the parts and the folder, and unlock. Files that are none of
 * lutdse's are left, and the folder with them. After a failure (ERROR_IO) parts remain, and are unlocked.
 */
bool parts_finish(struct parts *parts, struct error *err);

/* Unlock and leave the parts for a later resume; a folder without any goes. */
void parts_close(struct parts *parts);

#endif
