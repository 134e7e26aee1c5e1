/*
 * Compiled kernels on disk, so that a program is compiled once per machine. Files in $XDG_CACHE_HOME/lutdse (or
 * ~/.cache/lutdse), named by a hash of what they were compiled from and for; each holds that text in full and a
 * checksum, so that a corrupt or foreign file is never used. The cache only saves time: whatever goes wrong with it,
 * kernels are compiled again.
 */
#ifndef LUTDSE_GPU_PROGRAM_CACHE_H
#define LUTDSE_GPU_PROGRAM_CACHE_H

#include <stdbool.h>
#include <stddef.h>

/* What an image depends on. */
struct program_key {
  const char *source;  /* the whole kernel source */
  const char *options; /* of the compiler */
  const char *device;  /* name, and architecture where that matters */
  const char *driver;  /* driver and compiler version */
};

/* The cached image, malloc'ed, and its size; NULL if there is none that can be used. */
void *program_cache_load(const struct program_key *key, size_t *size);

/* Keep an image. Silently does nothing where the cache cannot be written. */
void program_cache_store(const struct program_key *key, const void *image, size_t size);

#endif
