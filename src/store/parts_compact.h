/* Many small parts become one, so that a night leaves hundreds of files and not tens of thousands. Internal. */
#ifndef LUTDSE_STORE_PARTS_COMPACT_H
#define LUTDSE_STORE_PARTS_COMPACT_H

#include "store/parts.h"

/*
 * When a multiple of 32 batches is there, weave 32 of them into a part of the next level, in order of place, and delete
 * them. A kill leaves the batches, the part or both, of which parts_scan() makes one again. Bad batches are set aside
 * and complained of. Fails as weaving does; the batches are then as they were.
 */
bool parts_compact(const struct parts *parts, const char *sweep_name, struct error *err);

#endif
