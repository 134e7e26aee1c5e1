/* What is known of a sweep's points: from a results file, from parts, from the log of proofs. */
#ifndef LUTDSE_RUN_COLLECT_H
#define LUTDSE_RUN_COLLECT_H

#include "run/certify.h"
#include "store/parts.h"
#include "sweep/sweep.h"

struct collection {
  const struct sweep *sweep;
  struct ledger ledger;          /* by number in the sweep */
  bool others;                   /* there are points that the sweep does not have */
  char *sweep_name, *sweep_text; /* owned: what the results file says of its sweep; empty if there is none */
  struct posed posed;            /* once collection_pose() made it */
};

/* Nothing is known. Fails with ERROR_INTERNAL (memory). */
bool collection_create(struct collection *collection, const struct sweep *sweep, struct error *err);
void collection_free(struct collection *collection);

/* Learn what a results file knows. Fails as store_reader_open() does. */
bool collection_scan_file(struct collection *collection, const char *path, struct error *err);

/* Learn what results file, parts and proofs know. Fails as parts_scan() and proof_log_read() do. */
bool collection_scan(struct collection *collection, const struct parts *parts, struct error *err);

/* Group the sweep's points by problems, for certify(). Fails with ERROR_INTERNAL (memory). */
bool collection_pose(struct collection *collection, struct certify_subject *subject, struct error *err);

#endif
