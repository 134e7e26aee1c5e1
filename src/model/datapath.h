/*
 * The arithmetic of a table at one scale, in exact integers: what every unit computes, code by code. The reference
 * evaluator scores with it and test benches compare with it.
 */
#ifndef LUTDSE_MODEL_DATAPATH_H
#define LUTDSE_MODEL_DATAPATH_H

#include "model/design.h"
#include "model/ranges.h"

/*
 * The integers of the accumulator. With 24-bit parameters, 24 fraction bits, 16-bit codes and scales of 2^+-24 it stays
 * below 2^73; ranges shift it left by at most 15.
 */
__extension__ typedef __int128 datapath_wide;

/* A design made ready for one scale: what the hardware's registers would hold. */
struct datapath {
  const struct design *design; /* not owned */
  double scale;
  int fraction;    /* F = max(F_k, F_b), and G of a spec with ranges: their outputs have one binary point */
  int slope_shift; /* max(F_k, F_b) - F_k */
  int32_t threshold[ENTRIES_MAX - 1];
  datapath_wide intercept[ENTRIES_MAX]; /* Bs */
  struct code_range clamp;              /* what codes are limited to; every code, but for the policy `clamp` */
  struct output_stage output;
  struct range_plan ranges; /* one range, all of whose codes the table sees as they are, if the spec has none */
  int alignment;            /* G: sums of a range are shifted left by G and the range's output shift */
};

/* Prepare a design that passes design_check() for a scale of its spec. The design must outlive *out. */
void datapath_prepare(struct datapath *out, const struct spec *spec, const struct design *design, double scale);

/*
 * acc = (K q << slope_shift) + Bs of the entry that serves code q, after the clamp if there is one. With ranges q is
 * the code reduced to the domain, after the clamp, and the sum is shifted left by G + the range's output shift.
 */
datapath_wide datapath_accumulate(const struct datapath *datapath, int32_t q);

/* The exact output as a real number: acc * S * 2^-F. */
double datapath_value(const struct datapath *datapath, datapath_wide acc);

/*
 * The code that the output stage makes of acc: value / S_out rounded half to even, saturated. S_out * code is the
 * requantised output. Only with an output stage.
 */
int64_t datapath_code(const struct datapath *datapath, datapath_wide acc);

#endif
