/*
 * The seal of a results file: the 512-byte user block before its HDF5 content. It is text: what the file is, its
 * schema, and the size and the XXH3 hash of the content, so that a truncated or damaged file is known before
 * libhdf5, which was not made for damaged files, sees it. Internal to src/store/.
 */
#ifndef LUTDSE_STORE_SEAL_H
#define LUTDSE_STORE_SEAL_H

#include <stdbool.h>
#include <stddef.h>

#include "error.h"

enum { SEAL_SIZE = 512 };

/* Write the seal of the `size` bytes of content that follow it. */
void seal_make(char seal[SEAL_SIZE], const void *content, size_t size);

/* Check a whole file of `size` bytes. Fails with ERROR_INPUT: not a results file, another schema, damaged. */
bool seal_check(const void *file, size_t size, struct error *err);

#endif
