/* Results that are in the way of new ones are set aside under a name of their own, never deleted. */
#ifndef LUTDSE_RUN_ASIDE_H
#define LUTDSE_RUN_ASIDE_H

#include <stddef.h>

/* The first name of the kind results.aside-1.h5 under which neither a file nor parts lie. */
void aside_name(const char *path, char *aside, size_t size);

#endif
