/*
 * What a results file has beside its points: the sweep, and the tables that are small. Internal to src/store/. Both
 * fail with ERROR_INPUT, or ERROR_INTERNAL if memory runs out.
 */
#ifndef LUTDSE_STORE_READ_HEAD_H
#define LUTDSE_STORE_READ_HEAD_H

#include <hdf5.h>

#include "store/results.h"

bool head_read_sweep(hid_t file, struct results *head, struct error *err);

/* Functions, weights, fronts, ranges and runs; /designs has `designs` rows. */
bool head_read_tables(hid_t file, struct results *head, size_t designs, struct error *err);

#endif
