/* A closed set of names: looking one up, suggesting the nearest one, listing them all. */
#ifndef LUTDSE_SWEEP_CHOICES_H
#define LUTDSE_SWEEP_CHOICES_H

#include <stddef.h>

struct choices {
  const char *(*at)(const void *context, size_t index); /* NULL past the last */
  const void *context;
};

/* The choices of an array of names that ends with NULL. */
struct choices choices_of(const char *const *names);

/* The index of a name, or -1. */
long choices_find(const struct choices *choices, const char *name);

/* The name that a misspelt one most likely means (smallest edit distance, ignoring case), or NULL if none is near. */
const char *choices_nearest(const struct choices *choices, const char *name);

/* Write "a, b, c" to `out`, cut with "..." if it does not fit in `size` bytes. */
void choices_list(const struct choices *choices, char *out, size_t size);

#endif
