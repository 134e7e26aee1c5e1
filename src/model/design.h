/*
 * A design: one concrete look-up table, in integers. Every figure about it follows from these codes and the
 * spec they were made for.
 */
#ifndef LUTDSE_MODEL_DESIGN_H
#define LUTDSE_MODEL_DESIGN_H

#include "model/spec.h"

struct design {
  int entries;
  int32_t breakpoint[ENTRIES_MAX - 1]; /* entries-1 of them, ascending: x = code * finest scale */
  int32_t slope[ENTRIES_MAX];          /* codes of spec->slope */
  int32_t intercept[ENTRIES_MAX];      /* codes of spec->intercept */
};

/* A breakpoint as the unit compares with it at `scale`: clip(round_half_even(p / scale)) to the code range. */
int32_t design_threshold(const struct spec *spec, int32_t breakpoint, double scale);

/* The entry that serves code q, given the entries-1 thresholds of one scale: the first i with q <= threshold[i]. */
int design_entry(const int32_t *threshold, int entries, int32_t q);

/*
 * Check a design against its spec: entry count, ascending breakpoints, codes within their formats, and what the spec's
 * restriction asks for. ERROR_INPUT.
 */
bool design_check(const struct design *design, const struct spec *spec, struct error *err);

#endif
