/*
 * A grid point: everything that decides one search and its figures, and the identity that follows from it.
 */
#ifndef LUTDSE_SWEEP_POINT_H
#define LUTDSE_SWEEP_POINT_H

#include <stdbool.h>
#include <stdint.h>

#include "hardware/cost.h"
#include "model/spec.h"
#include "search/engine.h"

/* 128-bit content hash (XXH3) as 32 lower-case hex digits and a terminating zero. */
struct point_id {
  char hex[33];
};

struct point {
  struct spec spec;
  struct engine_settings engine;
  struct hardware hardware;
  uint64_t seed;
  int repeat;     /* 0 ... repeats-1 */
  char grid[32];  /* the sub-grid's name; not part of the identity */
  uint64_t place; /* its number in the whole sweep, counting points that are dropped too; not part of the identity */
  uint64_t key;   /* random key: hash of spec, engine, seed and repeat, but not of the hardware */
  struct point_id id;
};

/* The segments that a table must have for a selector to find its entries. */
enum segments selector_segments(enum selector selector);

enum { POINT_OPTIONS_TEXT = 96 }; /* bytes that any such text fits into */

/*
 * What a datapath has beyond one range, a full multiplier, the whole table and a single cycle, for people, each with a
 * blank before it: " ranges=4 digits=2 symmetry=half pipeline=1", or nothing. Returns `text`.
 */
const char *point_options_text(const struct spec *spec, const struct hardware *hardware, char text[POINT_OPTIONS_TEXT]);

/*
 * Fill in `key` and `id` from the other fields. Neither depends on the point's position, on the grid's name or
 * on the order in which the sweep spells its lists; scales count in the order given.
 */
void point_identify(struct point *point);

/* The same where function_hash(point->spec.function) is already known. */
void point_identify_hashed(struct point *point, unsigned long long function_hash);

/*
 * A hash of what points have in common that one machine should compute: their problem, that is, all of the spec but its
 * entries; where `fine`, what one search is of: entries (unless the engine does them all at once), engine, seed and
 * repeat, too.
 */
uint64_t point_group(const struct point *point, unsigned long long function_hash, bool fine);

#endif
