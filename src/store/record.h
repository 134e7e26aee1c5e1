/* Records of runs (struct run_record in results.h). */
#ifndef LUTDSE_STORE_RECORD_H
#define LUTDSE_STORE_RECORD_H

#include "store/results.h"

/*
 * Parts carry a record each; join those of one run (same start, host, device and command) into one, with the sums
 * of their counts and the latest finish. Keeps their order.
 */
void record_join(struct run_record *records, size_t *count);

/*
 * Append the records of `from` to those of `into`, joined, so that there are as many as there were runs. Fails with
 * ERROR_INTERNAL if memory runs out.
 */
bool record_gather(struct results *into, const struct results *from, struct error *err);

#endif
