/*
 * A sweep: the YAML file that asks for a design-space exploration, checked and expanded into grid points.
 * The format is documented in docs/sweep.md.
 */
#ifndef LUTDSE_SWEEP_SWEEP_H
#define LUTDSE_SWEEP_SWEEP_H

#include <stddef.h>

#include "sweep/point.h"

enum { SWEEP_POINTS_MAX = 4000000, SWEEP_TEXT_MAX = 16 << 20 /* bytes of its file */ };

struct sweep {
  char name[64];
  char *text; /* the file, byte for byte, zero-terminated: provenance */
  size_t text_size;
  size_t function_count;
  struct function *functions; /* every function defined or used; points refer to these */
  size_t weight_count;
  struct weight *weights; /* every weight defined; points refer to these */
  size_t point_count;
  struct point *points; /* in grid order; of points with equal identity only the first is kept */
  size_t duplicates;    /* how many were dropped for that */
};

/*
 * Read, check and expand a sweep. Fails with ERROR_IO (cannot read) or ERROR_INPUT: one message
 * "FILE:LINE: KEY: what is wrong; what is allowed". On failure *out is left empty.
 * Files that the sweep names (samples, histograms) are taken relative to the sweep's own folder.
 */
bool sweep_load(struct sweep *out, const char *path, struct error *err);

/* The same from memory; `path` only names it in messages and anchors relative files. */
bool sweep_parse(struct sweep *out, const char *text, size_t size, const char *path, struct error *err);

/* The same with fewer points allowed than SWEEP_POINTS_MAX. */
bool sweep_parse_limited(struct sweep *out, const char *text, size_t size, const char *path, size_t limit,
                         struct error *err);

void sweep_release(struct sweep *sweep);

#endif
