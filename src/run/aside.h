/* Results that are in the way of new ones are set aside under a name of their own, never deleted. */
#ifndef LUTDSE_RUN_ASIDE_H
#define LUTDSE_RUN_ASIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "error.h"

/* The first name of the kind results.aside-1.h5 under which neither a file nor parts lie. */
void aside_name(const char *path, char *aside, size_t size);

/*
 * Rename the results file and the folder of its parts, as far as they are there. `aside` (of `size` bytes) is the
 * file's new name, or empty if there was nothing. Fails with ERROR_IO; also if another process writes them.
 */
bool aside_move(const char *path, char *aside, size_t size, struct error *err);

#endif
