/*
 * What a results file has beside its points: attributes, the sweep, and the tables that are small. Internal to
 * src/store/. Both return false if HDF5 fails.
 */
#ifndef LUTDSE_STORE_WRITE_HEAD_H
#define LUTDSE_STORE_WRITE_HEAD_H

#include <hdf5.h>

#include "store/results.h"

bool write_head_attributes(hid_t file, const char *sweep_name, const char *sweep_text);

/* Functions and weights of `head`; fronts, ranges and runs of `tail`. */
bool write_head_tables(hid_t file, const struct results *head, const struct results *tail);

#endif
