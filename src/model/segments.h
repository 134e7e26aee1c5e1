/* Breakpoints that an address finds without comparators: equal steps, and powers of two. */
#ifndef LUTDSE_MODEL_SEGMENTS_H
#define LUTDSE_MODEL_SEGMENTS_H

#include "model/spec.h"

/* The most breakpoints of a kind (not SEGMENTS_FREE) that lie in a range of codes together. */
int segments_most(enum segments segments, struct code_range within);

/* Whether `count` ascending breakpoints are of a kind (any are SEGMENTS_FREE). */
bool segments_hold(enum segments segments, const int32_t *breakpoint, int count);

/*
 * All sets of `count` breakpoints of a kind (not SEGMENTS_FREE) within a range of codes, one after the other: uniform
 * ones by descending step, then by the first; powers of two by the number of negative ones, 0 being among them after 0
 * not being, then by the smallest negative and the smallest positive magnitude.
 */
struct segments_walk {
  enum segments segments;
  struct code_range within;
  int count;
  int log2;      /* uniform: of the step */
  int64_t first; /* uniform: the first breakpoint in steps */
  int negative, zero, negative_least, positive_least;
  bool begun;
};

struct segments_walk segments_walk_of(enum segments segments, struct code_range within, int count);

/* Set the next breakpoints; false if there are no more. */
bool segments_walk_next(struct segments_walk *walk, int32_t *breakpoint);

#endif
