/*
 * Every counted code of every scale, laid out so that the codes of an entry are neighbours. Internal to src/exact/.
 *
 * At each scale a boundary closes the codes up to its cut, and cuts ascend with the boundaries: so codes in the order
 * of the first boundary that closes them are in the order of any table's entries.
 */
#ifndef LUTDSE_EXACT_CODES_H
#define LUTDSE_EXACT_CODES_H

#include "model/problem.h"

struct codes {
  uint32_t bounds;
  uint32_t count;
  uint32_t *start; /* [bounds]: codes before a boundary; a run holds codes start[from] ... start[to] - 1 */
  double *x;       /* where the searched table is asked: of half a table the magnitude; reduced to the domain */
  double *y;       /* what the unit should put out */
  double *target;  /* what the searched table should: y, but for codes of mirror images and of outer ranges */
  double *weight;  /* all > 0; their sum is 1 */
  /*
   * The unit puts out (K factor + Bs) step, bit for bit as evaluate() does: the double of the whole accumulator times
   * the scale's step. Where intercepts are exact at every scale, factor holds x times the slope's step, Bs is the
   * intercept itself and step is 1. Of half a table, and of several ranges, it puts out (turn (K factor + Bs) + shift)
   * step, `turn` being 1 or -1, or the range's power of two; else `turn` is NULL.
   */
  double *factor, *step;
  double *turn, *shift;
  uint8_t *scale; /* which of unit_intercepts() is its Bs */
  double *slack;  /* how far the rounding of Bs can move the output; 0 where intercepts are exact */
};

/* Lay out a spec's codes; false with ERROR_INTERNAL if memory runs out. The spec's problem must exist already. */
bool codes_create(struct codes *codes, const struct spec *spec, const struct problem *problem, struct error *err);
void codes_free(struct codes *codes);

static inline uint32_t codes_between(const struct codes *codes, uint32_t from, uint32_t to) {
  return codes->start[to] - codes->start[from];
}

/* Bs of an intercept code at every scale that counts (at one for all, where intercepts are exact). */
void unit_intercepts(const struct problem *problem, int32_t intercept, double bs[SCALE_MAX]);

#endif
