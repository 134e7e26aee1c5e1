/* NN-LUT's first parameters, as published where they were (kernel dialect). */
#ifndef LUTDSE_GPU_NNLUT_FOUND_H
#define LUTDSE_GPU_NNLUT_FOUND_H

#include "gpu/baseline.h"
#include "gpu/nnlut.h"

/* First parameters that are drawn positive or negative are at least so far from 0, and less than 1. */
#define NNLUT_LEAST 0.01

DEVICE double nnlut_positive(u32 word) { return NNLUT_LEAST + (1.0 - NNLUT_LEAST) * unit_real(word); }

/*
 * A unit's first n and b. Where the domain is on one side of 0, the units' places are drawn on that side: n and b are
 * both positive for negative x, n is negative and b positive for positive x. Else both are normal.
 */
DEVICE void nnlut_draw_unit(const baseline *at, philox4x32_ctr_t random, GLOBAL double *unit) {
  if (at->view->high <= 0 || at->view->low >= 0) {
    const double n = nnlut_positive(random.v[0]);
    unit[NNLUT_N] = at->view->high <= 0 ? n : -n;
    unit[NNLUT_B] = nnlut_positive(random.v[1]);
  } else {
    unit[NNLUT_N] = quantile(at, at->parameters->normal, random.v[0]);
    unit[NNLUT_B] = quantile(at, at->parameters->normal, random.v[1]);
  }
}

/* A network of its first parameters. Those of the output are uniform between -1 and 1 over the root of the units. */
DEVICE void nnlut_found(const baseline *at, u32 restart, const nnlut_network *network) {
  const double most = 1.0 / sqrt((double)network->units);
  nnlut_begin(network);
  for (u32 i = 0; i <= network->units; i++) {
    const philox4x32_ctr_t random = baseline_draw(at, 0, restart, i);
    GLOBAL double *unit = network->value + NNLUT_KINDS * i;
    const double output = most * (2.0 * unit_real(random.v[2]) - 1.0);
    if (i == network->units) {
      unit[0] = at->parameters->biased != 0 ? output : 0;
    } else {
      nnlut_draw_unit(at, random, unit);
      unit[NNLUT_M] = output;
    }
  }
}

#endif
